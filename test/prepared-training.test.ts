import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { failureOf } from '../src/contract/testing/failure-of'
import { listCheckpoints } from '../src/main/storage/checkpoints/checkpoints'
import { samplesDirectory } from '../src/main/storage/runs/paths'
import { writePrepared } from '../src/main/storage/testing/prepared'
import { Control } from '../src/main/trainer/train/control'
import { TrainingSession } from '../src/main/trainer/train/training-session'
import { checkpointBytes, metricsText, temporaryFolder, tinyConfig } from './support/studio'

/* Training on prepared data sets, in memory and through a window. */

const made = { count: 75, size: 16, classes: 3, perShard: 10 } as const
/** With batches of 8, an epoch has ten steps. */
const length = { steps: 24, epochs: 9, checkpointInterval: 8, batchSize: 8 }
const small = { architecture: 'dcgan', baseWidth: 4, imageSize: 16 } as const

let root: string
let set: string
beforeEach(() => {
  root = temporaryFolder()
  fs.mkdirSync(path.join(root, 'datasets'))
  set = writePrepared(path.join(root, 'datasets'), 'set', made)
})
afterEach(() => void vi.unstubAllEnvs())

type Changes = Partial<Hyperparameters>
interface Trained {
  changes?: Changes
  /** A run's folder and the step of the checkpoint to resume from. */
  from?: { runDir: string; step: number }
  runDir?: string
  onStep?: (step: number) => unknown
}

/** Trains on the images in memory, or through a window. @returns the run's folder */
async function train(how: 'memory' | 'window', given: Trained = {}): Promise<string> {
  vi.stubEnv('GAN_STUDIO_DATASET_MEMORY', how === 'memory' ? '1e9' : '1')
  const { changes, from, onStep } = given
  const runDir = from?.runDir ?? given.runDir ?? temporaryFolder()
  fs.mkdirSync(samplesDirectory(runDir), { recursive: true })
  const config = tinyConfig('set', 'wasm', { ...small, ...length, ...changes })
  const session = await TrainingSession.open(
    {
      ...{ runDir, config, datasetsDirs: ['', path.join(root, 'datasets')] },
      ...(from === undefined ? {} : { resumeFrom: from.step }),
    },
    () => undefined,
    () => onStep?.(session.step),
  )
  try {
    expect(await session.run(new Control())).toBe('finished')
  } finally {
    await session.close()
  }
  return runDir
}

const result = (runDir: string) => ({
  last: checkpointBytes(runDir, length.steps),
  metrics: metricsText(runDir),
})

describe.each<[string, Changes]>([
  ['an image size of its own', { imageSize: 24 }],
  [
    'several batches per step, whose last is used twice',
    { discriminatorSteps: 3, loss: 'relativistic' },
  ],
  ['labels', { conditioning: 'projection', classes: 3 }],
])('a run with %s', (_, changes) => {
  it('has the same weights in memory and through a window, also after resuming', async () => {
    const inMemory = await train('memory', { changes })
    const byWindow = await train('window', { changes })
    expect(result(byWindow)).toEqual(result(inMemory))
    for (const how of ['window', 'memory'] as const) {
      const runDir = temporaryFolder()
      fs.cpSync(byWindow, runDir, { recursive: true })
      await train(how, { changes, from: { runDir, step: 8 } })
      expect(result(runDir)).toEqual(result(inMemory))
    }
  })
})

describe('a data set that is read while training', () => {
  it('may be removed: training continues to the same weights', async () => {
    const expected = result(await train('memory'))
    const runDir = await train('window', {
      onStep: (step) => step === 5 && fs.rmSync(set, { recursive: true }),
    })
    expect(result(runDir)).toEqual(expected)
  })

  it('must not be cut short: the run ends with its last checkpoint, from which it resumes', async () => {
    const expected = result(await train('memory'))
    const backup = temporaryFolder()
    fs.cpSync(set, backup, { recursive: true })
    const runDir = temporaryFolder()
    const cut = (): void =>
      fs.readdirSync(set).forEach((file) => {
        if (/^train-\d+/.test(file)) fs.truncateSync(path.join(set, file), 10)
      })
    // The rest of this epoch has been read ahead, but not the next.
    const error = await failureOf(() =>
      train('window', { runDir, onStep: (step) => step === 13 && cut() }),
    )
    expect(error).toMatchObject({ code: 'data', problem: { code: 'datasetLostInTraining' } })
    expect(error.where).toContain(set)
    const kept = await listCheckpoints(runDir)
    const step = kept.at(-1)?.step ?? 0
    expect(step).toBeGreaterThanOrEqual(8)
    const again = await failureOf(() => train('window', { from: { runDir, step } }))
    expect(again.problem?.code).toBe('datasetFileSize')
    fs.cpSync(backup, set, { recursive: true })
    await train('window', { from: { runDir, step } })
    expect(result(runDir)).toEqual(expected)
  })
})

it.each(['window', 'memory'] as const)('a run is not resumed on other images (%s)', async (how) => {
  const runDir = await train(how)
  const from = { runDir, step: 8 }
  const [file] = fs.readdirSync(set).filter((name) => name.startsWith('train-0'))
  const shard = path.join(set, String(file))
  fs.writeFileSync(shard, fs.readFileSync(shard).fill(7, 0, 1))
  const edited = await failureOf(() => train(how, { from }))
  expect(edited.problem?.code).toBe('datasetDamaged')
  const pixels = new Uint8Array(made.count * made.size ** 2).fill(3)
  writePrepared(path.join(root, 'datasets'), 'set', { ...made, pixels })
  const other = await failureOf(() => train(how, { from }))
  expect(other.problem?.code).toBe('branchDataset')
  fs.rmSync(set, { recursive: true })
  const gone = await failureOf(() => train(how, { from }))
  expect(gone.problem?.code).toBe('datasetUnknown')
})
