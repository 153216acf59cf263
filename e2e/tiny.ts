import { presets } from '../src/contract/hyperparameters'
import type { Preferences } from '../src/contract/settings'

/** A preset for runs on MNIST that take seconds: few steps, small batches. */
export const tiny: Preferences = {
  settings: {
    theme: 'system',
    language: 'en',
    engine: 'auto',
    threads: 1,
    compile: true,
    notify: false,
    runsView: 'cards',
  },
  presets: [
    {
      name: 'Tiny',
      hyperparameters: {
        ...presets.reference,
        epochs: 1,
        steps: 400,
        batchSize: 8,
        latentDim: 8,
        sampleInterval: 20,
        checkpointInterval: 50,
        keepCheckpoints: 3,
      },
    },
  ],
}
