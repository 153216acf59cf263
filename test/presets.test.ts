import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { memory, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { networksOf } from '../src/contract/architectures/networks-of'
import { pytorchModule } from '../src/contract/architectures/pytorch'
import { presetNames } from '../src/contract/hyperparameters'
import type { Hyperparameters, PresetName } from '../src/contract/hyperparameters'
import type { OpenEngine } from '../src/main/engine/engine'
import { openEngine } from '../src/main/engine/open'
import { largestDifference } from '../src/main/engine/testing/largest-difference'
import type { Network } from '../src/main/gan/layers/network'
import { safetensorsParts } from '../src/main/storage/files/safetensors'
import { pythonCommand } from '../src/main/studio/estimates/torch-peer'
import { differences } from './support/gan'
import { wave } from './support/parity'
import { eachPreset, smallImages, smallPreset } from './support/small-presets'
import { temporaryFolder } from './support/studio'
import { dispose, newTraining, takeSteps } from './support/training'

/*
 * Promises that every built-in preset keeps; a new preset is included automatically. It trains
 * compiled, with the same bits as op by op and without leaking tensors, and PyTorch can use its
 * weights. preset-resume.test.ts tests that it resumes after a kill.
 */

/** Three batches per epoch, the last with 3 images. */
const IMAGES = 2 * 8 + 3
/** More than any preset's penalty interval. */
const STEPS = 10

const SCRIPT = path.resolve('test/support/pytorch_module.py')
const hasTorch = spawnSync(pythonCommand(), ['-c', 'import torch']).status === 0

let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 2)).engine
})

const training = (h: Hyperparameters, compile: boolean) =>
  newTraining({ engine, h, dataset: smallImages(h, IMAGES), compile })

describe.each(eachPreset)('the preset %s', (name) => {
  const h = smallPreset(name, { steps: STEPS })

  it('trains compiled with the same bits as op by op, and a constant number of tensors', () => {
    expect(STEPS).toBeGreaterThan(h.penaltyInterval)
    const [compiled, plain] = [training(h, true), training(h, false)]
    const counts: number[] = []
    const onStep = () => counts.push(memory().numTensors)
    const metrics = takeSteps(compiled, { onStep })
    expect(metrics).toHaveLength(STEPS)
    expect(takeSteps(plain, { onStep })).toEqual(metrics)
    expect(new Set(counts).size).toBe(1)
    compiled.runner.pullVariables()
    expect(differences(compiled.gan.state.read(), plain.gan.state.read())).toEqual([])
    dispose(compiled, plain)
  })
})

/** A folder with networks and their PyTorch modules, and what the networks compute here. */
interface Case {
  folder: string
  latentDim: number
  outputs: Float32Array
}

/** Trains a preset, and writes its networks: as trained, and with the average if it has one. */
function casesOf(name: PresetName, parent: string): Case[] {
  const h = smallPreset(name, { steps: 3 })
  const t = training(h, false)
  takeSteps(t)
  const { generator, discriminator, average } = t.gan
  const generators = { trained: generator, ...(average === undefined ? {} : { average }) }
  expect(average !== undefined).toBe(h.averaging === 'ema')
  const specs = networksOf(h)
  const cases = Object.entries(generators).map(([of, drawing]): Case => {
    const folder = path.join(parent, `${name} ${of}`)
    fs.mkdirSync(folder)
    for (const [network, its] of Object.entries({ generator: drawing, discriminator })) {
      const parts = safetensorsParts(its.stateDict(), { format: 'pt' })
      fs.writeFileSync(path.join(folder, `${network}.safetensors`), Buffer.concat(parts))
      const source = pytorchModule(specs[network as keyof typeof specs])
      fs.writeFileSync(path.join(folder, `${network}.py`), source)
    }
    const outputs = outputsOf(drawing, discriminator, h.latentDim)
    return { folder, latentDim: h.latentDim, outputs }
  })
  dispose(t)
  return cases
}

/** Images of the latents that pytorch_module.py uses, and their logits. */
const outputsOf = (generator: Network, discriminator: Network, latentDim: number) =>
  tidy(() => {
    const latents = tensor2d(wave(4 * latentDim, 7, 1.5), [4, latentDim])
    // As in pytorch_module.py.
    const labels = tensor1d([0, 1, 2, 0], 'int32')
    const images = generator.forward(latents, 'eval', labels)
    const logits = discriminator.forward(images, 'eval', labels)
    return Float32Array.from([...images.dataSync(), ...logits.dataSync()])
  })

it.skipIf(!hasTorch)('the printed modules load every preset’s weights and averages', () => {
  const parent = temporaryFolder()
  const cases = presetNames.flatMap((name) => casesOf(name, parent))
  const outOf = ({ folder }: Case): string => path.join(folder, 'out.f32')
  const args = cases.flatMap((one) => [one.folder, String(one.latentDim), outOf(one)])
  expect(spawnSync(pythonCommand(), [SCRIPT, ...args], { encoding: 'utf8' }).stderr).toBe('')
  for (const { folder, outputs, ...rest } of cases) {
    const file = fs.readFileSync(outOf({ folder, outputs, ...rest }))
    const theirs = new Float32Array(Uint8Array.from(file).buffer)
    expect(theirs.length, folder).toBe(outputs.length)
    const scale = Math.max(1, ...outputs.map(Math.abs))
    expect(largestDifference(outputs, theirs) / scale, folder).toBeLessThan(1e-5)
    expect(
      outputs.some((value) => Math.abs(value) > 1e-4),
      folder,
    ).toBe(true)
  }
})
