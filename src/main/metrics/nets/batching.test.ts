import { memory } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { engineNames } from '../../../contract/engines'
import { openEngine } from '../../engine/open'
import type { FeatureNet, NetImages, NetOutputs } from './feature-net'
import { noiseImages, openSmallClassifier } from './testing'
import { openPixels } from './weak/pixels'
import { openRandomConv } from './weak/random-conv'

/* Neither the order of the images nor the batch size changes a bit of the features. */

const grey = { size: 28, channels: 1 }
const colour = { size: 20, channels: 3 }
const tiny = { size: 3, channels: 3 }
const kinds: [string, NetImages, (shape: NetImages) => FeatureNet][] = [
  ['pixels', grey, openPixels],
  ['pixels of colour', colour, openPixels],
  ['random convolutions', grey, openRandomConv],
  ['random convolutions of colour', colour, openRandomConv],
  ['random convolutions of tiny images', tiny, openRandomConv],
  ['a classifier', grey, openSmallClassifier],
  ['a classifier of colour', colour, openSmallClassifier],
]
const COUNT = 150

const bits = ({ features, probabilities }: NetOutputs, i: number): string =>
  [features, probabilities]
    .map((rows) => rows && Buffer.from(rows.data.slice(i * rows.dim, (i + 1) * rows.dim).buffer))
    .map((bytes) => bytes?.toString('hex'))
    .join()

describe.each(engineNames)('on %s', (engine) => {
  it.each(kinds)('%s', async (_, shape, open) => {
    await openEngine(engine, 1)
    const before = memory().numTensors
    const net = open(shape)
    const images = noiseImages(COUNT, shape)
    const length = images.length / COUNT
    const whole = await net.run(images, COUNT)
    const all = Array.from({ length: COUNT }, (_, i) => bits(whole, i))
    expect(new Set(all).size).toBe(COUNT)
    expect(whole.features).toMatchObject({ count: COUNT, dim: net.identity.dim })
    for (const [start, count] of [
      [0, 1],
      [1, 70],
      [37, 64],
      [COUNT - 1, 1],
      [COUNT - 65, 65],
    ] as const) {
      const part = await net.run(images.subarray(start * length, (start + count) * length), count)
      for (let i = 0; i < count; i++) expect(bits(part, i)).toBe(all[start + i])
    }
    const doubled = await net.run(
      Uint8Array.from([...images.subarray(length), ...images]),
      2 * COUNT - 1,
    )
    for (let i = 0; i < 2 * COUNT - 1; i++) expect(bits(doubled, i)).toBe(all[(i + 1) % COUNT])
    expect((await net.run(new Uint8Array(0), 0)).features.count).toBe(0)
    net.dispose()
    expect(memory().numTensors).toBe(before)
  })
})
