import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import { openEngine } from '../src/main/engine/open'
import { createGan } from '../src/main/gan/training/gan'
import type { Gan } from '../src/main/gan/training/gan'
import { BatchNorm1d, Dense, LeakyReLU, Tanh } from '../src/main/gan/layers/layers'
import { buildNetwork } from '../src/main/gan/architectures/build-network'
import { recogniseGenerator } from '../src/main/gan/architectures/recognise'
import { largestDifference } from '../src/main/engine/testing/largest-difference'
import { Network } from '../src/main/gan/layers/network'
import { RandomStream } from '../src/main/gan/random/random'
import { latestUsable } from '../src/main/storage/checkpoints/checkpoints'
import { readGeneratorSource } from '../src/main/storage/checkpoints/generator-source'
import { decodeSafetensors } from '../src/main/storage/files/safetensors'
import { pythonCommand } from '../src/main/studio/estimates/torch-peer'
import { wave } from './support/parity'
import { eventWatch, studioIn, temporaryFolder, tinyConfig } from './support/studio'

const SCRIPT = path.resolve('test/support/reference_gan.py')
const hasTorch = spawnSync(pythonCommand(), ['-c', 'import torch']).status === 0

/** The images a generator makes from wave latents. */
function imagesOf(generator: Gan['generator'], latentDim: number): Float32Array {
  return tidy(() =>
    generator
      .forward(tensor2d(wave(4 * latentDim, 7, 1.5), [4, latentDim]), 'eval')
      .dataSync<'float32'>(),
  )
}

function runTorch(command: 'load' | 'save', file: string, out: string): Float32Array {
  const result = spawnSync(pythonCommand(), [SCRIPT, command, file, out], { encoding: 'utf8' })
  expect(result.stderr).toBe('')
  return floats(out)
}

const floats = (file: string): Float32Array =>
  new Float32Array(Uint8Array.from(fs.readFileSync(file)).buffer)

async function load(file: string): Promise<Gan['generator']> {
  const { generator: state } = await readGeneratorSource(file)
  const generator = buildNetwork(recogniseGenerator(state, file).spec, RandomStream.seeded(0))
  generator.loadStateDict(state, file)
  return generator
}

beforeAll(async () => {
  await openEngine('wasm', 1)
})

describe('a generator saved by PyTorch', () => {
  it('loads and makes the same images as in PyTorch (a small committed fixture)', () => {
    const fixture = path.resolve('test/fixtures/pytorch-generator')
    const { tensors } = decodeSafetensors(fs.readFileSync(`${fixture}.safetensors`), fixture)
    const random = RandomStream.seeded(0)
    const generator = new Network([
      Dense(4, 8, random),
      LeakyReLU(0.2),
      Dense(8, 16, random),
      BatchNorm1d(16, 0.8),
      LeakyReLU(0.2),
      Dense(16, 16, random),
      Tanh(),
    ])
    generator.loadStateDict(tensors, fixture)
    const expected = floats(`${fixture}-images.f32`)
    expect(largestDifference(imagesOf(generator, 4), expected)).toBeLessThan(1e-6)
  })

  it.skipIf(!hasTorch)('loads at the reference sizes (compared with PyTorch)', async () => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'g.safetensors')
    const expected = runTorch('save', file, path.join(folder, 'images.f32'))
    expect(largestDifference(imagesOf(await load(file), 100), expected)).toBeLessThan(1e-4)
  })
})

it.skipIf(!hasTorch)("files of PyTorch's own formats are named", async () => {
  const folder = temporaryFolder()
  const script = `
import sys, torch
net = torch.nn.Linear(2, 2)
torch.save(net.state_dict(), 'zip.pt')
torch.save(net, 'module.pt')
torch.save(net.state_dict(), 'old.pth', _use_new_zipfile_serialization=False)
torch.jit.save(torch.jit.script(net), 'script.safetensors')
`
  const { stderr } = spawnSync(pythonCommand(), ['-W', 'ignore', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  const files = fs.readdirSync(folder)
  expect(files).toHaveLength(4)
  for (const file of files) {
    await expect(readGeneratorSource(path.join(folder, file)), file).rejects.toMatchObject({
      code: 'checkpoint',
      problem: { code: 'weightsOfOtherFormat', given: { format: 'pytorch' } },
    })
  }
})

describe.skipIf(!hasTorch)('a GAN Studio checkpoint (compared with PyTorch)', () => {
  it('loads with load_state_dict(strict=True) and makes the same images', async () => {
    const root = temporaryFolder()
    const config = tinyConfig('mnist', 'tensorflow', {
      ...presets.reference,
      steps: 6,
      checkpointInterval: 6,
    })
    const { dir, session } = await studioIn(root).train(config, 'for PyTorch', eventWatch().watch)
    await session.outcome
    const { checkpoint } = await latestUsable(dir)
    if (checkpoint === undefined) throw new Error('no checkpoint was written')
    const gan = createGan(presets.reference)
    gan.state.load(checkpoint.state, checkpoint.dir)
    const file = path.join(checkpoint.dir, 'generator.safetensors')
    const theirs = runTorch('load', file, path.join(root, 'images.f32'))
    expect(largestDifference(imagesOf(gan.generator, 100), theirs)).toBeLessThan(1e-4)
  })
})

const DCGAN_SCRIPT = path.resolve('test/support/dcgan.py')
const dcgan = { ...presets.dcgan, imageSize: 8, channels: 3, latentDim: 10 }

/** The images of wave latents, then the discriminator's logits for them. */
function imagesAndLogits(gan: Gan): Float32Array {
  return tidy(() => {
    const images = gan.generator.forward(tensor2d(wave(40, 7, 1.5), [4, 10]), 'eval')
    const logits = gan.discriminator.forward(images, 'eval')
    return Float32Array.from([...images.dataSync(), ...logits.dataSync()])
  })
}

function runDcgan(command: 'load' | 'save', folder: string): Float32Array {
  const out = path.join(folder, 'out.f32')
  const args = [DCGAN_SCRIPT, command, folder, out]
  expect(spawnSync(pythonCommand(), args, { encoding: 'utf8' }).stderr).toBe('')
  return floats(out)
}

describe.skipIf(!hasTorch)("a DCGAN's two networks (compared with PyTorch)", () => {
  it('load with load_state_dict(strict=True) and compute the same outputs', async () => {
    const root = temporaryFolder()
    const config = tinyConfig('mnist', 'wasm', { ...dcgan, steps: 3, checkpointInterval: 3 })
    const { dir, session } = await studioIn(root).train(config, 'convolve', eventWatch().watch)
    await session.outcome
    const { checkpoint } = await latestUsable(dir)
    if (checkpoint === undefined) throw new Error('no checkpoint was written')
    const gan = createGan(dcgan)
    gan.state.load(checkpoint.state, checkpoint.dir)
    const theirs = runDcgan('load', checkpoint.dir)
    expect(largestDifference(imagesAndLogits(gan), theirs)).toBeLessThan(1e-4)
  })

  it('load when saved by PyTorch', async () => {
    const folder = temporaryFolder()
    const theirs = runDcgan('save', folder)
    const gan = createGan(dcgan)
    for (const name of ['generator', 'discriminator'] as const) {
      const file = path.join(folder, `${name}.safetensors`)
      gan[name].loadStateDict(decodeSafetensors(fs.readFileSync(file), file).tensors, file)
    }
    expect(largestDifference(imagesAndLogits(gan), theirs)).toBeLessThan(1e-4)
    const known = recogniseGenerator(gan.generator.stateDict(), folder)
    expect(known).toMatchObject({
      ...{ architecture: 'dcgan', latentDim: 10, channels: 3, imageSize: 8 },
    })
  })
})
