import type { Preferences } from '../src/contract/settings'

/** Settings with which a real run on real MNIST takes seconds: few steps, small batches. */
export const tiny: Preferences = {
  settings: { theme: 'system', language: 'en', engine: 'auto', threads: 1, compile: true },
  presets: [
    {
      name: 'Tiny',
      hyperparameters: {
        architecture: 'mlp',
        epochs: 1,
        steps: 400,
        batchSize: 8,
        learningRate: 0.0002,
        beta1: 0.5,
        beta2: 0.999,
        latentDim: 8,
        imageSize: 28,
        channels: 1,
        sampleInterval: 20,
        sampleLatents: 'fixed',
        checkpointInterval: 50,
        keepCheckpoints: 3,
        seed: 1,
      },
    },
  ],
}
