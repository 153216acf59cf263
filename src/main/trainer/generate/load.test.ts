import fs from 'node:fs'
import path from 'node:path'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { architectureNames } from '../../../contract/architectures/architectures'
import { defaultOptions } from '../../../contract/architectures/architecture'
import { networksOf } from '../../../contract/architectures/networks-of'
import type { NetworkSpecs } from '../../../contract/architectures/spec'
import { residualSpecs } from '../../../contract/architectures/testing/residual'
import { presets } from '../../../contract/hyperparameters'
import { openCpu } from '../../engine/cpu'
import { buildNetwork } from '../../gan/architectures/build-network'
import type { Network } from '../../gan/layers/network'
import { RandomStream } from '../../gan/random/random'
import { writeCheckpoint } from '../../storage/checkpoints/checkpoints'
import { digestOf, manifestText } from '../../storage/checkpoints/manifest'
import { someContents } from '../../storage/testing/samples-of-data'
import { tempDir } from '../../storage/testing/temp-dir'
import { GeneratorLoader } from './load'
import { useBatchStatistics } from './statistics'

type Json = Record<string, unknown>

const small = { latentDim: 4, imageSize: 8, channels: 1 }
const mlp = networksOf({ ...defaultOptions, architecture: 'mlp', ...small })

/** A checkpoint of fresh networks, and its generator. */
async function checkpointOf(
  specs: NetworkSpecs,
  { withSpecs = true } = {},
): Promise<{ dir: string; generator: Network }> {
  await openCpu()
  const generator = buildNetwork(specs.generator, RandomStream.seeded(5))
  const runDir = tempDir()
  const contents = someContents(1)
  await writeCheckpoint(runDir, {
    ...contents,
    ...(withSpecs ? { networks: specs } : {}),
    hyperparameters: { ...presets.reference, ...sizesOf(specs) },
    files: new Map([...contents.files, ['generator', generator.stateDict()]]),
  })
  return { dir: path.join(runDir, 'checkpoints', '00000001'), generator }
}

const sizesOf = ({ generator: { input, output } }: NetworkSpecs) => ({
  ...small,
  ...(input.type === 'latent' ? { latentDim: input.size } : {}),
  ...(output.type === 'image' ? { imageSize: output.size, channels: output.channels } : {}),
})

/** Changes a manifest as another version might have written it. */
function rewrite(dir: string, change: (manifest: Json) => Json): void {
  const file = path.join(dir, 'manifest.json')
  const manifest = change(JSON.parse(fs.readFileSync(file, 'utf8')) as Json)
  fs.writeFileSync(file, manifestText({ ...manifest, digest: digestOf(manifest) }))
}

const named = (architecture: unknown) => (manifest: Json) => ({
  ...manifest,
  hyperparameters: { ...(manifest['hyperparameters'] as Json), architecture },
})

const load = (source: string) => new GeneratorLoader().load({ source, engine: 'cpu', threads: 0 })

function imagesOf(network: Network, latentDim: number): Float32Array {
  const z = RandomStream.seeded(1, 'z').fillNormal(new Float32Array(3 * latentDim))
  return tidy(() =>
    network
      .forward(tensor2d(z, [3, latentDim]), 'eval')
      .dataSync<'float32'>()
      .slice(),
  )
}

describe('a checkpoint', () => {
  it.each([
    ['of networks that no architecture makes', residualSpecs],
    ['of a registered architecture', mlp],
  ])('%s opens by its specification, whatever its architecture’s name', async (_, specs) => {
    const { dir, generator } = await checkpointOf(specs)
    const { input, output } = specs.generator
    for (const name of ['mlp', 'dcgan', 'stylegan']) {
      rewrite(dir, named(name))
      const { network, shape, spec } = await load(dir)
      expect(spec).toEqual(specs.generator)
      expect(shape).toEqual({
        latentDim: 'size' in input ? input.size : NaN,
        ...('size' in output ? { size: output.size, channels: output.channels } : {}),
      })
      expect(imagesOf(network, shape.latentDim)).toEqual(imagesOf(generator, shape.latentDim))
    }
  })

  it('from before specifications uses its architecture’s name', async () => {
    const { dir, generator } = await checkpointOf(mlp, { withSpecs: false })
    const { network, spec } = await load(dir)
    expect(spec).toEqual(mlp.generator)
    expect(imagesOf(network, 4)).toEqual(imagesOf(generator, 4))
    rewrite(dir, named(undefined))
    expect((await load(dir)).spec).toEqual(mlp.generator)
  })

  it('of an unknown architecture without a specification is rejected', async () => {
    const { dir } = await checkpointOf(mlp, { withSpecs: false })
    rewrite(dir, named('stylegan'))
    await expect(load(dir)).rejects.toMatchObject({
      code: 'checkpoint',
      where: dir,
      message: expect.stringContaining('does not know the architecture "stylegan"'),
    })
  })

  it.each([
    ['with a layer of a newer version', { type: 'attention', heads: 4 }, 'layers.0.type'],
    ['with a value of a newer version', { type: 'relu', noise: true }, 'noise'],
    ['without its number of classes', { type: 'projectionHead' }, 'needs the number of classes'],
    ['that does not fit together', { type: 'relu' }, 'it must output|must output'],
  ])('%s is rejected', async (_, layer, says) => {
    const { dir } = await checkpointOf(mlp)
    const generator = { ...mlp.generator, layers: [layer] }
    rewrite(dir, (manifest) => ({ ...manifest, networks: { ...mlp, generator } }))
    await expect(load(dir)).rejects.toMatchObject({
      message: expect.stringMatching(says),
    })
  })

  it.each([
    ['latents', { input: { type: 'latent', size: 1e9 } }],
    ['features', { layers: [{ type: 'linear', features: 1e15 }, ...mlp.generator.layers] }],
    ['an end of another size', { layers: [{ type: 'linear', features: 17 }] }],
  ])(
    'with absurd %s is refused as a checkpoint at fault, before a network is made',
    async (_, absurd) => {
      const { dir } = await checkpointOf(mlp)
      const generator = { ...mlp.generator, ...absurd }
      rewrite(dir, (manifest) => ({ ...manifest, networks: { ...mlp, generator } }))
      await expect(load(dir)).rejects.toMatchObject({ code: 'checkpoint', where: dir })
    },
  )

  it('whose weights do not match its specification is rejected', async () => {
    const { dir } = await checkpointOf(mlp)
    const other = networksOf({ ...defaultOptions, architecture: 'dcgan', ...small })
    rewrite(dir, (manifest) => ({ ...manifest, networks: other }))
    await expect(load(dir)).rejects.toMatchObject({
      code: 'checkpoint',
      message: expect.stringContaining('do not fit'),
    })
  })
})

const withHyperparameters = (changes: Json) => (manifest: Json) => ({
  ...manifest,
  hyperparameters: { ...(manifest['hyperparameters'] as Json), ...changes },
})
const deep = (levels: number): unknown =>
  levels === 0 ? { type: 'relu' } : { type: 'residual', main: [deep(levels - 1)] }

describe('an impossible manifest is rejected with the reason', () => {
  it.each<[string, (manifest: Json) => Json]>([
    ['latentDim as 5, but its network has 4', withHyperparameters({ latentDim: 5 })],
    ['imageSize as 5,000, but its network has', withHyperparameters({ imageSize: 5000 })],
    ['noise: must not be all zeros', (manifest) => ({ ...manifest, noise: [0, 0, 0, 0] })],
    [
      'at most 16 deep',
      (manifest) => ({
        ...manifest,
        networks: { ...mlp, generator: { ...mlp.generator, layers: [deep(40)] } },
      }),
    ],
    [
      'nested more than 100 levels deep',
      (manifest) => ({
        ...manifest,
        networks: { ...mlp, generator: { ...mlp.generator, layers: [deep(200)] } },
      }),
    ],
  ])('%s', async (says, change) => {
    const { dir } = await checkpointOf(mlp)
    rewrite(dir, change)
    await expect(load(dir)).rejects.toMatchObject({
      code: 'checkpoint',
      where: expect.stringContaining(dir),
      message: expect.stringContaining(says),
    })
  })
})

describe('a bare file of weights', () => {
  it('is recognised, except for networks of no known architecture', async () => {
    const { dir, generator } = await checkpointOf(mlp)
    const { network, spec } = await load(path.join(dir, 'generator.safetensors'))
    expect(spec).toEqual(mlp.generator)
    expect(imagesOf(network, 4)).toEqual(imagesOf(generator, 4))
    const { dir: unknown } = await checkpointOf(residualSpecs)
    await expect(load(path.join(unknown, 'generator.safetensors'))).rejects.toMatchObject({
      code: 'checkpoint',
      remedy: expect.stringContaining(architectureNames.join(', ')),
    })
  })
})

it('each batch norm uses the batch’s statistics, whatever its momentum', async () => {
  const { dir } = await checkpointOf(residualSpecs)
  const loaded = await load(dir)
  const z = RandomStream.seeded(2, 'z').fillNormal(new Float32Array(32 * 12))
  const pass = (mode: 'train' | 'eval') =>
    tidy(() => [...loaded.network.forward(tensor2d(z, [32, 12]), mode).dataSync()])
  const trained = pass('train')
  useBatchStatistics(loaded, z)
  const adopted = pass('eval')
  const furthest = Math.max(...adopted.map((value, i) => Math.abs(value - (trained[i] ?? NaN))))
  expect(furthest).toBeLessThan(1e-4)
})
