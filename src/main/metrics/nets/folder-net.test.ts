import fs from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { builtInNets } from '../../../contract/feature-nets/choice'
import { failureOf } from '../../../contract/testing/failure-of'
import { openEngine } from '../../engine/open'
import { buildNetwork } from '../../gan/architectures/build-network'
import { RandomStream } from '../../gan/random/random'
import { netDocumentFile, WEIGHTS_FILE } from '../../storage/feature-nets/paths'
import { writeTrainedNet } from '../../storage/feature-nets/trained-net'
import { temporariesBelow, tempDir } from '../../storage/testing/temp-dir'
import type { FeatureNet, NetImages } from './feature-net'
import { openFeatureNet } from './open-feature-net'
import { suitedFeatureNet } from './suited-feature-net'
import { netInputSchema } from '../../../contract/feature-nets/document'
import type { NetInput } from '../../../contract/feature-nets/document'
import { noiseImages, openSmallClassifier, smallClassifier } from './testing'
import type { NetFacts } from './train/train-net'

const shape = { size: 12, channels: 3 }

const factsOf = (input: NetInput): NetFacts => ({
  ...{ id: 'small', title: 'Small net', input, network: smallClassifier(shape) },
  classes: ['a', 'b', 'c'],
  trainedOn: { name: 'set', fingerprint: 'f'.repeat(64), images: 100 },
  test: { images: 10, accuracy: 0.5, part: 'holdOut' },
  seed: 1,
  training: {
    ...{ epochs: 1, batchSize: 1, optimiser: 'AdamW', learningRate: 1, schedule: 'cosine' },
    ...{ weightDecay: 0, augmentation: 'none', engine: 'cpu' },
  },
})

/** Writes a small net with random weights. */
async function written(input = netInputSchema.parse(shape), name = 'net'): Promise<string> {
  const dir = join(tempDir(), name)
  const network = buildNetwork(smallClassifier(shape), RandomStream.seeded(5))
  await writeTrainedNet(dir, factsOf(input), network.stateDict())
  network.dispose()
  return dir
}

const open = (path: string, images = shape) =>
  openFeatureNet({ id: 'folder', path }, { ...images, datasetsDirs: [] })

/** The number of two images' features. */
const countOf = async (net: FeatureNet, images: NetImages): Promise<number> =>
  (await net.run(noiseImages(2, images), 2)).features.count

/** Changes the document as parsed JSON. */
function edit(dir: string, change: (document: Record<string, unknown>) => void): void {
  const file = netDocumentFile(dir)
  const document = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
  change(document)
  fs.writeFileSync(file, JSON.stringify(document))
}

beforeAll(() => openEngine('cpu', 1))

describe('a net in a folder', () => {
  it('gives the same bits as the net that was written', async () => {
    const dir = await written()
    const [net, same] = [await open(dir), openSmallClassifier(shape)]
    const images = noiseImages(5, shape)
    expect(await net.run(images, 5)).toEqual(await same.run(images, 5))
    expect(net.identity).toMatchObject({ id: 'small', title: 'Small net', dim: 11, classes: 3 })
    expect(temporariesBelow(join(dir, '..'))).toEqual([])
  })

  it('has an identity that depends on what determines the features, and on nothing else', async () => {
    const [a, b] = [await written(), await written()]
    edit(b, (document) => Object.assign(document, { title: 'Other', unknownKey: 1 }))
    const other = await written(netInputSchema.parse({ ...shape, mean: [0.4] }))
    const [first, second, third] = await Promise.all([a, b, other].map((dir) => open(dir)))
    expect(second?.identity.sha256).toBe(first?.identity.sha256)
    expect(third?.identity.sha256).not.toBe(first?.identity.sha256)
  })

  it('cannot have the id of one of the studio’s own nets', async () => {
    const dir = await written()
    const { sha256 } = (await open(dir)).identity
    for (const id of builtInNets) {
      edit(dir, (document) => Object.assign(document, { id }))
      const net = await open(dir)
      expect(net.identity).toMatchObject({ id: `folder.${id}`, title: 'Small net', sha256 })
      expect(await countOf(net, shape)).toBe(2)
    }
  })

  it('resizes images of the size that its document names, and refuses others', async () => {
    const dir = await written(netInputSchema.parse({ ...shape, takes: 20 }))
    const larger = { size: 20, channels: 3 }
    expect(await countOf(await open(dir, larger), larger)).toBe(2)
    await expect(open(dir)).rejects.toThrow('takes images of 3 x 20 x 20, but was given')
    const any = await written(netInputSchema.parse({ ...shape, takes: 'any' }))
    const grey = { size: 9, channels: 1 }
    expect(await countOf(await open(any, grey), grey)).toBe(2)
  })

  it('refuses images of another size or colour', async () => {
    const dir = await written()
    for (const other of [
      { size: 13, channels: 3 },
      { size: 12, channels: 1 },
    ]) {
      const failure = await failureOf(() => open(dir, other))
      expect(failure.code).toBe('usage')
      expect(failure.message).toContain('Small net')
    }
  })
})

describe('a damaged net is refused, by name', () => {
  const weights = (dir: string): string => join(dir, WEIGHTS_FILE)
  it.each<[string, (dir: string) => void, string]>([
    ['no document', (dir) => fs.rmSync(netDocumentFile(dir)), 'missing'],
    ['no weights', (dir) => fs.rmSync(weights(dir)), `${WEIGHTS_FILE} is missing`],
    [
      'one changed bit',
      (dir) => {
        const bytes = fs.readFileSync(weights(dir))
        bytes[bytes.length - 7] = (bytes.at(-7) ?? 0) ^ 1
        fs.writeFileSync(weights(dir), bytes)
      },
      'has been changed',
    ],
    ['weights cut short', (dir) => fs.truncateSync(weights(dir), 99), 'has 99 bytes instead of'],
    ['more bytes', (dir) => fs.appendFileSync(weights(dir), 'x'), WEIGHTS_FILE],
    ['a newer version', (dir) => edit(dir, (d) => Object.assign(d, { schemaVersion: 2 })), 'newer'],
    [
      'another format',
      (dir) => edit(dir, (d) => Object.assign(d, { format: 'keras' })),
      'format: ',
    ],
  ])('%s', async (_, damage, message) => {
    const dir = await written()
    damage(dir)
    const failure = await failureOf(() => open(dir))
    expect(failure.code).toBe('data')
    expect(`${failure.message} ${failure.where}`).toContain(message)
    expect(`${failure.message} ${failure.where}`).toContain(dir)
  })

  it.each<[string, object, string]>([
    ['layers for other images', { input: { size: 6, channels: 3, takes: 12 } }, 'network.input'],
    ['names of other classes', { classes: ['a', 'b'] }, 'classes: must have 3 names'],
    ['a mean of two colours', { input: { ...shape, mean: [1, 2] } }, 'input.mean'],
    ['pixels divided by 0', { input: { ...shape, deviation: [0] } }, 'input.deviation'],
  ])('%s', async (_, changes, message) => {
    const dir = await written()
    edit(dir, (document) => Object.assign(document, changes))
    await expect(open(dir)).rejects.toThrow(message)
  })

  const layersOf = (dir: string, change: (layers: object[]) => void): void =>
    edit(dir, ({ network }) => change((network as { layers: object[] }).layers))
  const linear = { type: 'linear', features: 3 }
  it.each<[string, (layers: object[]) => void, string]>([
    ['other widths', (layers) => Object.assign(layers[6] ?? {}, { features: 12 }), 'model.6'],
    [
      'weights of terabytes',
      (layers) => {
        layers.splice(6, 0, { type: 'linear', features: 30_000_000 })
      },
      'instead of 23,040,012,708',
    ],
    [
      'images of terabytes',
      (layers) => {
        layers.splice(5, 0, ...Array<object>(5).fill({ type: 'upsample', factor: 64 }))
      },
      'its output is too large',
    ],
    [
      'many features',
      (layers) => layers.splice(8, 1, { ...linear, features: 5000 }, linear),
      'more than 4,096',
    ],
    ['no linear layer at the end', (layers) => layers.push({ type: 'relu' }), 'must be linear'],
    ['other classes', (layers) => Object.assign(layers[8] ?? {}, { features: 4 }), 'must output'],
    [
      'a layer that mixes images',
      (layers) => layers.splice(7, 0, { type: 'minibatchDeviation' }),
      'depends on the other images',
    ],
  ])('%s', async (_, change, message) => {
    const dir = await written()
    layersOf(dir, change)
    const failure = await failureOf(() => open(dir))
    expect(['data', 'checkpoint']).toContain(failure.code)
    expect(failure.message).toContain(message)
  })
})

describe('the net that suits a data set', () => {
  const mnist = 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db'
  const grey = { size: 28, channels: 1 }

  it('is the bundled one for exactly the images that it was trained on, in their size', async () => {
    const data = { fingerprint: mnist, ...grey, stored: grey }
    expect(await suitedFeatureNet(data)).toEqual({ id: 'lenet-mnist' })
    expect(await suitedFeatureNet({ ...data, size: 32 })).toEqual({ id: 'random-conv' })
    const other = { ...data, fingerprint: '0'.repeat(64) }
    expect(await suitedFeatureNet(other)).toEqual({ id: 'random-conv' })
  })

  it("is the data set's own, if it has one", async () => {
    const dir = await written(netInputSchema.parse(shape), 'feature-net')
    const path = join(dir, '..')
    const data = { fingerprint: '0'.repeat(64), path, ...shape, stored: shape }
    expect(await suitedFeatureNet(data)).toEqual({ id: 'folder', path: dir })
    const elsewhere = { ...data, path: tempDir() }
    expect(await suitedFeatureNet(elsewhere)).toEqual({ id: 'random-conv' })
  })
})
