import path from 'node:path'
import { engineNames } from '../src/contract/engines'
import { builtInNets } from '../src/contract/feature-nets/choice'
import { openEngine } from '../src/main/engine/open'
import { RandomStream } from '../src/main/gan/random/random'
import { openFeatureNet } from '../src/main/metrics/nets/open-feature-net'
import type { FoundNet } from '../src/main/metrics/nets/open-feature-net'

/*
 * Times computing the features of 10,000 grey 28 x 28 images with one thread: the best of three
 * runs, in seconds of wall time. `node bench/run.mjs feature-nets [engine …]`
 */

const IMAGES = 10_000
const ROUNDS = 3
const shape = { size: 28, channels: 1, datasetsDirs: [path.resolve('resources/datasets')] }

export async function main(args: string[]): Promise<void> {
  const random = RandomStream.seeded(1, 'bench')
  const images = Uint8Array.from({ length: IMAGES * 28 * 28 }, () => random.below(256))
  for (const name of engineNames) {
    if (args.length > 0 && !args.includes(name)) continue
    await openEngine(name, 1)
    for (const id of builtInNets) {
      const seconds = await time({ id }, images)
      process.stdout.write(`${name}, ${id}: ${seconds.toFixed(2)} s\n`)
    }
  }
}

async function time(choice: FoundNet, images: Uint8Array): Promise<number> {
  const net = await openFeatureNet(choice, shape)
  await net.run(images.subarray(0, 256 * 28 * 28), 256)
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    await net.run(images, IMAGES)
    times.push((performance.now() - start) / 1000)
  }
  net.dispose()
  return Math.min(...times)
}
