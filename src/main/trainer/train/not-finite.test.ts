import fs from 'node:fs'
import { fill } from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { MemoryImages } from '../../../contract/datasets/memory-images'
import { presets } from '../../../contract/hyperparameters'
import { openCpu } from '../../engine/cpu'
import { createGan } from '../../gan/training/gan'
import type { Training } from '../../gan/training/loop'
import { Snapshot } from '../../gan/training/snapshot'
import { eagerRunner } from '../../gan/training/step-runner'
import { tempDir } from '../../storage/testing/temp-dir'
import { pattern } from '../../image/testing'
import { GridSampler } from './grid-sampler'
import { saveCheckpoint } from './save-checkpoint'

/* Cases in which the losses are finite but something else is not. */

const hyperparameters = { ...presets.reference, imageSize: 4, latentDim: 3, batchSize: 4 }

beforeAll(openCpu)

function training(): Training {
  const shape = { images: 8, width: 4, height: 4, channels: 1 }
  const dataset = {
    identity: { name: 'x', fingerprint: '0'.repeat(64), ...shape },
    ...{ images: new MemoryImages(pattern(128), 16), count: 8, imageSize: 4, channels: 1 },
  }
  const gan = createGan(hyperparameters)
  return { gan, runner: eagerRunner(gan), dataset, hyperparameters, step: 7 }
}

function corrupt({ gan }: Training, ending: string, value: number): void {
  const found = gan.state.variables.find(({ name }) => name.endsWith(ending))
  if (found === undefined) throw new Error(`no variable is called ${ending}`)
  found.variable.assign(fill(found.variable.shape, value))
}

test.each([
  ['generator.model.2.weight', 'generator: model.2.weight'],
  ['discriminator.model.0.bias', 'discriminator: model.0.bias'],
  ['exp_avg_sq', 'optimizer: '],
])('no checkpoint is published if %s is not finite', async (variable, named) => {
  const intact = training()
  const runDir = tempDir()
  const save = (of: Training) => {
    const snapshot = new Snapshot(of)
    snapshot.take()
    return saveCheckpoint(runDir, of, snapshot, { name: 'cpu' })
  }
  corrupt(intact, variable, NaN)
  await expect(save(intact)).rejects.toMatchObject({
    code: 'training',
    message: expect.stringMatching(
      new RegExp(`after step 7, ([\\d,]+) of the \\1 values of ${named}`),
    ),
  })
  expect(fs.readdirSync(runDir)).toEqual([])
  corrupt(intact, variable, 1)
  await save(intact)
  expect(fs.readdirSync(`${runDir}/checkpoints`)).toEqual(['00000007'])
})

test('no grid is drawn from running statistics that are not finite', () => {
  const broken = training()
  const sampler = new GridSampler(tempDir(), broken)
  expect(() => sampler.draw(undefined)).not.toThrow()
  corrupt(broken, 'running_mean', NaN)
  expect(() => sampler.draw(undefined)).toThrow(
    expect.objectContaining({
      code: 'training',
      problem: expect.objectContaining({ code: 'imagesDiverged' }),
    }),
  )
  const batch = new Float32Array(4 * 16).fill(NaN, 17, 18)
  expect(() => sampler.draw(batch)).toThrow('1 of the 4 sample images')
})
