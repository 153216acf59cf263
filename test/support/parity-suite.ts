import { memory, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EngineName } from '../../src/contract/engines'
import { openEngine } from '../../src/main/engine/open'
import type { Gan } from '../../src/main/gan/training/gan'
import { imagesInFileOrder, parity, parityGan, parityStep, wave } from './parity'
import type { ParityStep } from './parity'

/** Tests that an engine trains like PyTorch for `steps` steps; after all 20, the final state too. */
export function parityOn(engine: EngineName, steps: number): void {
  describe(`the reference GAN on ${engine}`, () => {
    let gan: Gan
    const losses: ParityStep[] = []
    const tensorsAfter: number[] = []

    beforeAll(async () => {
      await openEngine(engine, 1)
      gan = parityGan()
      const pixels = await imagesInFileOrder(steps * 64)
      for (let t = 0; t < steps; t++) {
        losses.push(parityStep(gan, pixels, t))
        tensorsAfter.push(memory().numTensors)
      }
    }, 300_000)

    it.each(parity.float64.steps.slice(0, steps).map((expected, t) => ({ t, expected })))(
      'step $t has the same losses and D means as PyTorch',
      ({ t, expected }) => {
        for (const key of ['lossD', 'lossG', 'dReal', 'dFake'] as const) {
          expect(Math.abs((losses[t]?.[key] ?? NaN) - expected[key]), key).toBeLessThan(1e-4)
        }
      },
    )

    it('leaks no tensor', () => {
      expect(new Set(tensorsAfter).size).toBe(1)
    })

    if (steps < parity.float64.steps.length) return

    it.each(Object.entries(parity.float64.final))(
      '%s has the same final mean as in PyTorch',
      (name, expected) => {
        const [network, ...key] = name.split('.')
        const state = gan[network as 'generator' | 'discriminator'].stateDict()
        const data = state.get(key.join('.'))?.data as Float32Array
        const meanAbs = data.reduce((sum, value) => sum + Math.abs(value), 0) / data.length
        expect(Math.abs(meanAbs / expected.meanAbs - 1)).toBeLessThan(1e-3)
      },
    )

    it('generates the same images in eval mode', () => {
      const sample = tidy(() =>
        gan.generator.forward(tensor2d(wave(400, 7, 1.5), [4, 100]), 'eval').dataSync<'float32'>(),
      )
      const { row0First8, meanAbs } = parity.float64.evalSample
      // Despite their name, these are pixels 400 to 407 of the first image.
      row0First8.forEach((pixel, i) =>
        // An eighth of a grey level. Rounding moves biases before a batch norm, whose true
        // gradient is 0, and only eval mode shows it.
        expect(Math.abs((sample[400 + i] ?? NaN) - pixel)).toBeLessThan(1e-3),
      )
      const sum = sample.reduce((total, value) => total + Math.abs(value), 0)
      expect(Math.abs(sum / sample.length / meanAbs - 1)).toBeLessThan(1e-3)
    })
  })
}
