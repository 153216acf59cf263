import readline from 'node:readline'
import { mathLibrarySchema } from '../src/contract/engines'
import { presets } from '../src/contract/hyperparameters'
import { openEngine } from '../src/main/engine/open'
import { BatchNorm1d, Dense, LeakyReLU, Tanh } from '../src/main/gan/layers/layers'
import { Network } from '../src/main/gan/layers/network'
import { RandomStream } from '../src/main/gan/random/random'
import { compileTraining } from '../src/main/gan/training/compiled-runner'
import { assembleGan } from '../src/main/gan/training/gan'
import type { Networks } from '../src/main/gan/training/gan'
import { exampleFeeds, StepFeeds } from '../src/main/gan/training/feeds'

/*
 * GAN Studio's side of `node bench/run.mjs growth`: the reference GAN's compiled step at another
 * width, including its noise, timed on request like bench/peer.py.
 */

/**
 * @param args batch size, layer size relative to the reference, image size, threads, math library
 */
export async function main(args: string[]): Promise<void> {
  const [batch = 64, width = 1, imageSize = 28, threads = 1] = args.map(Number)
  const math = mathLibrarySchema.parse(args[4])
  const { engine } = await openEngine('tensorflow', threads, { threads, math })
  const h = { ...presets.reference, batchSize: batch, imageSize }
  const gan = assembleGan(wideNetworks(width, imageSize ** 2), h)
  const example = exampleFeeds(gan, [batch])
  if (engine.compile === undefined) throw new Error('this engine does not compile')
  const { runner } = compileTraining(gan, engine.compile, { batches: [example] })
  if (runner === undefined) throw new Error('the step was not compiled')
  const feeds = new StepFeeds(gan.recipe)
  const source = {
    step: 0,
    stepsPerEpoch: 1000,
    imagesSeen: 0,
    size: () => batch,
    images: () => undefined,
    labels: () => undefined,
    drawLabels: () => undefined,
    normal: (target: Float32Array) => void gan.noise.fillNormal(target),
    uniform: (target: Float32Array) => void gan.noise.fillUnit(target),
  }
  const step = (): number => {
    const start = performance.now()
    runner.run(feeds.next(source), { images: false })
    return performance.now() - start
  }
  const print = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`)
  print({ threads })
  for await (const line of readline.createInterface({ input: process.stdin })) {
    print({ milliseconds: Array.from({ length: Number(line.split(' ')[1]) }, step) })
  }
}

function wideNetworks(width: number, pixels: number): Networks {
  const random = RandomStream.seeded(1, 'growth')
  const [a, b, c, d] = [128, 256, 512, 1024].map((size) => Math.floor(size * width)) as [
    ...[number, number, number, number],
  ]
  const block = (inputs: number, outputs: number) => [
    Dense(inputs, outputs, random),
    BatchNorm1d(outputs, 0.8),
    LeakyReLU(0.2),
  ]
  const generator = new Network([
    ...[Dense(presets.reference.latentDim, a, random), LeakyReLU(0.2)],
    ...[...block(a, b), ...block(b, c), ...block(c, d)],
    ...[Dense(d, pixels, random), Tanh()],
  ])
  const discriminator = new Network([
    ...[Dense(pixels, c, random), LeakyReLU(0.2)],
    ...[Dense(c, b, random), LeakyReLU(0.2), Dense(b, 1, random)],
  ])
  return { generator, discriminator }
}
