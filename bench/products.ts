import { dispose, randomUniform, tidy } from '@tensorflow/tfjs-core'
import type { Tensor2D, TensorInfo } from '@tensorflow/tfjs-core'
import { parseArgs } from 'node:util'
import { mathLibrarySchema } from '../src/contract/engines'
import { formatTable } from '../src/main/cli/table'
import { openEngine } from '../src/main/engine/open'
import { opRunner, tensorflowBackend } from '../src/main/engine/tensorflow/binding'
import { matrixProducts, wideningFor } from '../src/main/engine/tensorflow/products'
import { median } from '../src/main/studio/quantile'

/*
 * Only the matrix products of the reference GAN's step, one after another with their factors in the
 * cache: a lower bound for a step on this machine with this library.
 */

const HELP = `Times only the matrix products of the reference GAN's step, and of generating images.

  --batch N     default 64
  --threads N   default 2
  --math NAME   onednn or eigen; default onednn
`

/** A matrix product of a dense layer, by rows and features. */
interface Product {
  kind: 'forward' | 'to inputs' | 'to weights'
  rows: number
  inputs: number
  outputs: number
}

const generator = [
  [100, 128],
  [128, 256],
  [256, 512],
  [512, 1024],
  [1024, 784],
] as const
const discriminator = [
  [784, 512],
  [512, 256],
  [256, 1],
] as const

function stepProducts(batch: number): Product[] {
  const all = (
    layers: readonly (readonly [number, number])[],
    kind: Product['kind'],
    rows: number,
  ): Product[] => layers.map(([inputs, outputs]) => ({ kind, rows, inputs, outputs }))
  return [
    // The discriminator's update: real and generated images in one batch.
    ...all(generator, 'forward', batch),
    ...all(discriminator, 'forward', 2 * batch),
    ...all(discriminator, 'to weights', 2 * batch),
    ...all(discriminator.slice(1), 'to inputs', 2 * batch),
    // The generator's update.
    ...all(generator, 'forward', batch),
    ...all(discriminator, 'forward', batch),
    ...all(discriminator, 'to inputs', batch),
    ...all(generator, 'to weights', batch),
    ...all(generator.slice(1), 'to inputs', batch),
  ]
}

const REPEATS = 30

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const options = { batch: text, threads: text, math: text, help: { type: 'boolean' } } as const
  const { values } = parseArgs({ args, options })
  if (values.help === true) return void process.stdout.write(HELP)
  const threads = Number(values.threads ?? 2)
  const math = mathLibrarySchema.parse(values.math ?? 'onednn')
  await openEngine('tensorflow', threads, { threads, math })
  const backend = tensorflowBackend()
  const products = matrixProducts(opRunner(backend), wideningFor(backend, math), (op) =>
    op.float32(),
  )

  const time = ({ kind, rows, inputs, outputs }: Product): number => {
    const [x, w, dy] = [
      randomUniform([rows, inputs], -1, 1),
      randomUniform([inputs, outputs], -1, 1),
      randomUniform([rows, outputs], -1, 1),
    ] as [Tensor2D, Tensor2D, Tensor2D]
    const run = (): TensorInfo => {
      if (kind === 'forward') return products.plain(x, w)
      return kind === 'to inputs' ? products.byTransposed(dy, w) : products.ofTransposed(x, dy)
    }
    const times = Array.from({ length: REPEATS }, () => {
      const start = performance.now()
      tidy(() => void run())
      return performance.now() - start
    })
    dispose([x, w, dy])
    return median(times)
  }

  const batch = Number(values.batch ?? 64)
  const chunk = Math.floor(2 ** 20 / 784)
  const images = generator.map(([inputs, outputs]): Product => ({
    kind: 'forward',
    rows: chunk,
    inputs,
    outputs,
  }))
  const rows = [
    [`a step of ${batch}`, stepProducts(batch)] as const,
    [`${chunk} images`, images] as const,
  ].map(([name, list]) => {
    const ms = list.reduce((sum, product) => sum + time(product), 0)
    const flop = list.reduce(
      (sum, { rows, inputs, outputs }) => sum + 2 * rows * inputs * outputs,
      0,
    )
    return [name, ms.toFixed(1), (flop / ms / 1e6).toFixed(0)]
  })
  process.stdout.write(`${formatTable([['products of', 'ms', 'GFLOP/s'], ...rows])}\n`)
}
