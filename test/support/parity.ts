import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { presets } from '../../src/contract/hyperparameters'
import type { StateDict } from '../../src/contract/tensors'
import { createGan } from '../../src/main/gan/training/gan'
import type { Gan } from '../../src/main/gan/training/gan'
import { eagerRunner } from '../../src/main/gan/training/step-runner'
import { givenFeeds } from './gan'

/*
 * Reference values: 20 training steps of the classic GAN computed by PyTorch in float64, from
 * weights and latents given by a formula, and images in file order. The `about`, `wave`, `init` and
 * `batches` entries of the fixture describe them.
 */

const stepSchema = z.object({
  lossD: z.number(),
  lossG: z.number(),
  dReal: z.number(),
  dFake: z.number(),
})
export type ParityStep = z.infer<typeof stepSchema>

const schema = z.object({
  parameters: z.record(z.string(), z.object({ shape: z.array(z.number()), a: z.number() })),
  float64: z.object({
    steps: z.array(stepSchema),
    final: z.record(z.string(), z.object({ mean: z.number(), meanAbs: z.number() })),
    evalSample: z.object({
      mean: z.number(),
      meanAbs: z.number(),
      row0First8: z.array(z.number()),
    }),
  }),
})
const fixture = new URL('../fixtures/seed_gan_parity.json', import.meta.url)
export const parity = schema.parse(JSON.parse(fs.readFileSync(fixture, 'utf8')))

export function wave(count: number, a: number, scale: number): Float32Array {
  const value = (k: number): number =>
    scale * Math.sin((a + 0.731 * k + 0.0137 * k * k) % (2 * Math.PI))
  return Float32Array.from({ length: count }, (_, k) => value(k))
}

/** The reference networks with the fixture's initial weights. */
export function parityGan(): Gan {
  const gan = createGan(presets.reference)
  for (const name of ['generator', 'discriminator'] as const) {
    const state: StateDict = new Map(
      [...gan[name].stateDict()].map(([key, value]) => {
        const entry = parity.parameters[`${name}.${key}`]
        const isNorm = /\.(3|6|9)\.(weight|bias)$/.test(key) && name === 'generator'
        if (entry === undefined || isNorm) return [key, value]
        const fanIn = inputsOf(name, key)
        const count = entry.shape.reduce((a, b) => a * b, 1)
        const data = wave(count, entry.a, 1 / Math.sqrt(fanIn))
        return [key, { dtype: 'F32', shape: entry.shape, data }]
      }),
    )
    gan[name].loadStateDict(state, 'parity')
  }
  return gan
}

function inputsOf(network: string, key: string): number {
  const weight = parity.parameters[`${network}.${key.replace(/bias$/, 'weight')}`]
  return weight?.shape[1] ?? 1
}

const images = path.resolve('resources/datasets/mnist/train-images-idx3-ubyte.gz')

/** MNIST's training images in file order, in [-1, 1]. */
export async function imagesInFileOrder(count: number): Promise<Float32Array> {
  const { readIdxFile } = await import('../../src/main/sources/idx/idx-file')
  const { data } = await readIdxFile(images)
  return Float32Array.from(data.subarray(0, count * 784), (pixel) => (pixel / 255 - 0.5) / 0.5)
}

/** Takes step t with the fixture's batch and latents. */
export function parityStep(
  gan: Gan,
  pixels: Float32Array,
  t: number,
  runner = eagerRunner(gan),
): ParityStep {
  const size = t === 19 ? 32 : 64
  const from = t * 64 * 784
  const feeds = givenFeeds(gan, {
    size,
    real: pixels.subarray(from, from + size * 784),
    latentsD: wave(size * 100, 1000 + 2 * t, 1.5),
    latentsG: wave(size * 100, 1001 + 2 * t, 1.5),
  })
  const [lossD, lossG, dReal, dFake] = runner.run(feeds, { images: false }).metrics
  return { lossD, lossG, dReal, dFake } as ParityStep
}
