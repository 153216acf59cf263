import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import { memory } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { engineNames } from '../../../../contract/engines'
import { failureOf } from '../../../../contract/testing/failure-of'
import { openEngine } from '../../../engine/open'
import { RandomStream } from '../../../gan/random/random'
import { tempDir } from '../../../storage/testing/temp-dir'
import { openFeatureNet } from '../open-feature-net'
import { noiseImages } from '../testing'

const SIZE = 6
const CHANNELS = 3
const FILTERS = 5
const CLASSES = 4
const shape = { size: SIZE, channels: CHANNELS }
const random = RandomStream.seeded(1, 'graph')
const filter = random.fillNormal(new Float32Array(3 * 3 * CHANNELS * FILTERS))
const matrix = random.fillNormal(new Float32Array(FILTERS * CLASSES))

const type = (of: string) => ({ type: of })
const dims = (...sizes: number[]) => ({
  shape: { dim: sizes.map((size) => ({ size: `${size}` })) },
})
const float = { T: type('DT_FLOAT') }
const constant = (name: string) => ({ name, op: 'Const', attr: { dtype: type('DT_FLOAT') } })

/** A convolution, ReLU, the mean over pixels, and a softmax, as converters write them. */
const topology = {
  node: [
    {
      ...{ name: 'images', op: 'Placeholder' },
      attr: { dtype: type('DT_FLOAT'), shape: dims(-1, SIZE, SIZE, CHANNELS) },
    },
    constant('filter'),
    constant('matrix'),
    { name: 'axes', op: 'Const', attr: { dtype: type('DT_INT32') } },
    {
      ...{ name: 'conv', op: 'Conv2D', input: ['images', 'filter'] },
      attr: {
        ...float,
        strides: { list: { i: ['1', '1', '1', '1'] } },
        padding: { s: btoa('VALID') },
        data_format: { s: btoa('NHWC') },
        dilations: { list: { i: ['1', '1', '1', '1'] } },
      },
    },
    { name: 'relu', op: 'Relu', input: ['conv'], attr: float },
    {
      name: 'mean',
      op: 'Mean',
      input: ['relu', 'axes'],
      attr: { ...float, keep_dims: { b: false } },
    },
    { name: 'scores', op: 'MatMul', input: ['mean', 'matrix'], attr: float },
    { name: 'classes', op: 'Softmax', input: ['scores'], attr: float },
  ],
  library: {},
  versions: { producer: 1 },
}
const weights = [
  { name: 'filter', shape: [3, 3, CHANNELS, FILTERS], dtype: 'float32' },
  { name: 'matrix', shape: [FILTERS, CLASSES], dtype: 'float32' },
  { name: 'axes', shape: [2], dtype: 'int32' },
]
const files = (): Record<string, Buffer> => ({
  'model.json': Buffer.from(
    JSON.stringify({
      format: 'graph-model',
      modelTopology: topology,
      weightsManifest: [{ paths: ['first.bin', 'second.bin'], weights }],
    }),
  ),
  'first.bin': Buffer.from(filter.buffer),
  'second.bin': Buffer.concat([
    Buffer.from(matrix.buffer),
    Buffer.from(Int32Array.of(1, 2).buffer),
  ]),
})

/** Writes the net, and returns its folder. */
function written(changes: object = {}): string {
  const dir = tempDir()
  const recorded = Object.entries(files()).map(([name, bytes]) => {
    fs.writeFileSync(join(dir, name), bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return [name, { bytes: bytes.length, sha256 }]
  })
  const document = {
    ...{ schemaVersion: 1, id: 'mine', title: 'My net', format: 'tfjs-graph' },
    input: { size: SIZE, channels: CHANNELS, range: 255, mean: [100, 110, 120], deviation: [50] },
    files: Object.fromEntries(recorded) as object,
    outputs: { features: 'mean', probabilities: 'classes' },
    ...changes,
  }
  fs.writeFileSync(join(dir, 'feature-net.json'), JSON.stringify(document))
  return dir
}

const open = (path: string, images = shape) =>
  openFeatureNet({ id: 'folder', path }, { ...images, datasetsDirs: [] })

/** The features of an image, in double precision. */
function featuresOf(image: Uint8Array): number[] {
  const positions = SIZE - 2
  return Array.from({ length: FILTERS }, (_, f) => {
    let total = 0
    for (let y = 0; y < positions; y++) {
      for (let x = 0; x < positions; x++) {
        let sum = 0
        for (let k = 0; k < 9 * CHANNELS; k++) {
          const [dy, dx, c] = [Math.floor(k / 9), Math.floor(k / 3) % 3, k % 3]
          const byte = image[((y + dy) * SIZE + x + dx) * CHANNELS + c] as number
          sum += ((byte - 100 - 10 * c) / 50) * (filter[k * FILTERS + f] as number)
        }
        total += Math.max(0, sum)
      }
    }
    return total / positions ** 2
  })
}

describe.each(engineNames)('a TF.js graph model on %s', (engine) => {
  it('gives the features and probabilities of its nodes, whatever the batch', async () => {
    await openEngine(engine, 1)
    const before = memory().numTensors
    const net = await open(written())
    expect(net.identity).toMatchObject({ id: 'mine', dim: FILTERS, classes: CLASSES, weak: false })
    const images = noiseImages(70, shape)
    const length = images.length / 70
    const { features, probabilities } = await net.run(images, 70)
    for (const at of [0, 1, 63, 64, 69]) {
      const image = images.subarray(at * length, (at + 1) * length)
      const row = [...features.data.subarray(at * FILTERS, (at + 1) * FILTERS)]
      featuresOf(image).forEach((wanted, f) => expect(row[f]).toBeCloseTo(wanted, 3))
      const alone = await net.run(image, 1)
      expect([...alone.features.data]).toEqual(row)
      const sums = [...(alone.probabilities?.data ?? [])].reduce((sum, value) => sum + value, 0)
      expect(sums).toBeCloseTo(1, 5)
    }
    expect(probabilities).toMatchObject({ count: 70, dim: CLASSES })
    net.dispose()
    expect(memory().numTensors).toBe(before)
  })
})

describe('a TF.js graph model is refused, by name', () => {
  it.each<[string, object, string]>([
    ['with a node that it lacks', { outputs: { features: 'pool_3' } }, '“My net” does not run'],
    [
      'whose features have no batch axis',
      { outputs: { features: 'axes' } },
      'the shape [2] for 64 images',
    ],
    [
      'with scores as probabilities',
      { outputs: { features: 'mean', probabilities: 'scores' } },
      'do not sum to 1',
    ],
    ['for images of other sizes', { input: { size: 9, channels: 1 } }, 'takes images of 1 x 9 x 9'],
    ['without hashes', { files: {} }, 'model.json, which its feature-net.json does not list'],
  ])('%s', async (_, changes, message) => {
    await openEngine('cpu', 1)
    const before = memory().numTensors
    const failure = await failureOf(() => open(written(changes)))
    expect(['data', 'usage']).toContain(failure.code)
    expect(failure.message).toContain(message)
    expect(memory().numTensors).toBe(before)
  })

  it('with a changed weight', async () => {
    const dir = written()
    const bytes = fs.readFileSync(join(dir, 'second.bin'))
    bytes[0] = (bytes[0] ?? 0) ^ 1
    fs.writeFileSync(join(dir, 'second.bin'), bytes)
    await expect(open(dir)).rejects.toThrow('second.bin has been changed')
  })
})
