import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../../../contract/testing/failure-of'
import { tempDir } from '../../../storage/testing/temp-dir'
import { openFeatureNet } from '../open-feature-net'
import { noiseImages } from '../testing'
import expected from './fixtures/expected.json'
import { loadOnnxRuntime } from './onnx-runtime'

/* The models and what ONNX Runtime for Python computes with them are from fixtures/make.py. */

const FIXTURES = fileURLToPath(new URL('./fixtures', import.meta.url))
const FEATURES = 5
const CLASSES = 4
const shape = { size: 6, channels: 3 }
const images = new Uint8Array(Buffer.from(expected.images, 'base64'))
const COUNT = images.length / (6 * 6 * 3)

interface Changes {
  document?: object
  /** Changes the folder once it is written. */
  folder?(dir: string): void
}

/** Writes a net of fixture files, and returns its folder. */
function written(files: readonly string[], { document = {}, folder }: Changes = {}): string {
  const dir = tempDir()
  const recorded = files.map((name) => {
    const bytes = fs.readFileSync(join(FIXTURES, name))
    fs.writeFileSync(join(dir, name), bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return [name, { bytes: bytes.length, sha256 }] as const
  })
  const content = {
    ...{ schemaVersion: 1, id: 'mine', title: 'My net', format: 'onnx', model: files[0] },
    input: { ...shape, range: 255, mean: [100, 110, 120], deviation: [50] },
    files: Object.fromEntries(recorded),
    outputs: { features: 'features', probabilities: 'classes' },
    ...document,
  }
  fs.writeFileSync(join(dir, 'feature-net.json'), JSON.stringify(content))
  folder?.(dir)
  return dir
}

const open = (path: string, given = shape) =>
  openFeatureNet({ id: 'folder', path }, { ...given, datasetsDirs: [] })

const rowOf = ({ data, dim }: { data: Float32Array; dim: number }, i: number): number[] => [
  ...data.subarray(i * dim, (i + 1) * dim),
]

function expectClose(values: Float32Array, wanted: readonly number[]): void {
  expect(values).toHaveLength(wanted.length)
  wanted.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5))
}

describe('an ONNX model', () => {
  it.each([
    ['with any batch size', ['net.onnx'], {}],
    ['with a fixed batch size of two', ['fixed-batch.onnx'], {}],
    ['with channels last', ['channels-last.onnx'], { layout: 'nhwc' }],
    ['with weights in another file', ['external.onnx', 'external.bin'], {}],
  ])('%s gives what ONNX Runtime for Python gives', async (_, files, document) => {
    const net = await open(written(files, { document }))
    expect(net.identity).toMatchObject({ id: 'mine', dim: FEATURES, classes: CLASSES, weak: false })
    const { features, probabilities } = await net.run(images, COUNT)
    expectClose(features.data, expected.features)
    expectClose(probabilities?.data ?? new Float32Array(), expected.probabilities)
    net.dispose()
  })

  it('gives the same bits whatever the batch and the order', async () => {
    const net = await open(written(['net.onnx']))
    const many = noiseImages(150, shape)
    const length = many.length / 150
    const { features } = await net.run(many, 150)
    for (const [start, count] of [
      [0, 1],
      [1, 70],
      [37, 64],
      [149, 1],
    ] as const) {
      const part = await net.run(many.subarray(start * length, (start + count) * length), count)
      for (let i = 0; i < count; i++) {
        expect(rowOf(part.features, i)).toEqual(rowOf(features, start + i))
      }
    }
    expect((await net.run(new Uint8Array(0), 0)).features.count).toBe(0)
    net.dispose()
  })

  it('needs no probabilities, and its identity depends only on what is computed', async () => {
    const featuresOnly = { outputs: { features: 'flat' } }
    const [a, b, c] = await Promise.all([
      open(written(['net.onnx'])),
      open(written(['net.onnx'], { document: { title: 'Other' } })),
      open(written(['net.onnx'], { document: featuresOnly })),
    ])
    expect(b.identity.sha256).toBe(a.identity.sha256)
    expect(c.identity.sha256).not.toBe(a.identity.sha256)
    expect(c.identity.classes).toBeUndefined()
    const { features, probabilities } = await c.run(images, COUNT)
    expectClose(features.data, expected.features)
    expect(probabilities).toBeUndefined()
    for (const net of [a, b, c]) net.dispose()
  })
})

const flip =
  (name: string) =>
  (dir: string): void => {
    const bytes = fs.readFileSync(join(dir, name))
    bytes[50] = (bytes[50] ?? 0) ^ 1
    fs.writeFileSync(join(dir, name), bytes)
  }

describe('an ONNX model is refused, by name', () => {
  it.each<[string, string[], Changes, string]>([
    ['that has been changed', ['net.onnx'], { folder: flip('net.onnx') }, 'has been changed'],
    [
      'whose weights have been changed',
      ['external.onnx', 'external.bin'],
      { folder: flip('external.bin') },
      'external.bin has been changed',
    ],
    [
      'that is missing',
      ['net.onnx'],
      { folder: (dir) => fs.rmSync(join(dir, 'net.onnx')) },
      'net.onnx is missing',
    ],
    ['that is not listed', ['net.onnx'], { document: { files: {} } }, 'needs the file net.onnx'],
    ['that is another file', ['expected.json'], {}, 'expected.json is not an ONNX model'],
    [
      'with files of terabytes',
      ['net.onnx'],
      { document: { files: { 'net.onnx': { bytes: 2 ** 41, sha256: '0'.repeat(64) } } } },
      'bytes in total',
    ],
    [
      'without the value that its document names',
      ['net.onnx'],
      { document: { outputs: { features: 'pool_3' } } },
      '“My net” does not run',
    ],
    [
      'for images of other sizes',
      ['net.onnx'],
      { document: { input: { size: 9, channels: 1 } } },
      'takes images of 1 x 9 x 9',
    ],
    [
      'with another layout',
      ['net.onnx'],
      { document: { layout: 'nhwc' } },
      '“My net” does not run',
    ],
    ['with two inputs', ['two-inputs.onnx'], {}, '2 inputs instead of one'],
    [
      'that takes half precision',
      ['half-input.onnx'],
      {},
      '“images” in the model of the feature net “My net” has the type float16',
    ],
    [
      'that returns half precision',
      ['half-output.onnx'],
      {},
      '“features” in the model of the feature net “My net” has the type float16',
    ],
    ['without a batch axis', ['no-batch.onnx'], {}, 'with the shape [5, 64] for 64 images'],
    ['that mixes images', ['mixing.onnx'], {}, 'depend on the other images'],
    [
      'whose probabilities are scores',
      ['net.onnx'],
      { document: { outputs: { features: 'flat', probabilities: 'scores' } } },
      'do not sum to 1',
    ],
  ])('%s', async (_, files, changes, message) => {
    const failure = await failureOf(() => open(written(files, changes)))
    expect(['data', 'usage']).toContain(failure.code)
    expect(failure.message).toContain(message)
  })

  it('whose file is not listed, even if the program could read it in its place', async () => {
    const dir = written(['external.onnx'])
    fs.copyFileSync(join(FIXTURES, 'external.bin'), join(dir, 'external.bin'))
    await expect(open(dir)).rejects.toThrow('needs the file external.bin')
  })
})

describe('without ONNX Runtime', () => {
  it('the error says what to install', async () => {
    const missing = () =>
      Promise.reject(new Error("Cannot find package 'onnxruntime-node'\nfrom x"))
    const failure = await failureOf(() => loadOnnxRuntime(missing))
    expect(failure.code).toBe('engine')
    expect(failure.message).toContain("Cannot find package 'onnxruntime-node'")
    expect(failure.message).not.toContain('from x')
    expect(failure.remedy).toContain('npm install')
  })
})
