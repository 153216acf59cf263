import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Metrics } from '../src/contract/metrics/record'
import type { TrainerEvent } from '../src/contract/trainer'
import { tensorflowBackend } from '../src/main/engine/tensorflow/binding'
import { listCheckpoints, readCheckpoint } from '../src/main/storage/checkpoints/checkpoints'
import { scanMetrics } from '../src/main/storage/runs/metrics-lines'
import { checkpointDirectory, metricsFile, samplesDirectory } from '../src/main/storage/runs/paths'
import { Control } from '../src/main/trainer/train/control'
import { TrainingSession } from '../src/main/trainer/train/training-session'
import { temporaryFolder, tinyConfig, tinyDataset } from './support/studio'

const STEPS = 20
const INTERVAL = 5

interface Outcome {
  runDir: string
  events: TrainerEvent[]
  points: Metrics[]
}

/** @param breaksAt the step in which TensorFlow fails once, after computing its results */
async function trainWithBreak(breaksAt: number | undefined): Promise<Outcome> {
  const runDir = temporaryFolder()
  fs.mkdirSync(samplesDirectory(runDir))
  const intervals = { steps: STEPS, epochs: 9, checkpointInterval: INTERVAL }
  const config = tinyConfig(tinyDataset(runDir, 160), 'tensorflow', intervals)
  const events: TrainerEvent[] = []
  const job = { runDir, config, datasetsDirs: [path.join(runDir, 'datasets')] }
  const session = await TrainingSession.open(job, (event) => events.push(event))
  const restore = breakStep(breaksAt)
  expect(await session.run(new Control())).toBe('finished')
  await session.close()
  restore()
  return {
    runDir,
    events,
    points: scanMetrics(fs.readFileSync(metricsFile(runDir), 'utf8')).points,
  }
}

/** @returns a function that undoes it */
function breakStep(number: number | undefined): () => boolean {
  const { binding } = tensorflowBackend()
  const run = binding.runSavedModel.bind(binding)
  let steps = 0
  const failing: typeof run = (session, inputs, inputNames, outputNames) => {
    const outputs = run(session, inputs, inputNames, outputNames)
    if (outputNames.endsWith('metrics') && ++steps === number) throw new Error('out of memory')
    return outputs
  }
  Object.defineProperty(binding, 'runSavedModel', { value: failing, configurable: true })
  return () => Reflect.deleteProperty(binding, 'runSavedModel')
}

const warnings = ({ events }: Outcome): string[] =>
  events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))

describe('a compiled step that fails', () => {
  it.each([
    { breaksAt: 13, from: 10 },
    { breaksAt: 3, from: 0 },
    { breaksAt: STEPS, from: 15 },
  ])('at step $breaksAt: training warns and continues from $from', async ({ breaksAt, from }) => {
    const undisturbed = await trainWithBreak(undefined)
    expect(warnings(undisturbed)).toEqual([])
    const broken = await trainWithBreak(breaksAt)
    expect(warnings(broken)).toEqual([
      expect.stringContaining(`out of memory); training continues from step ${from} op by op`),
    ])
    // Each step appears once, though those after the snapshot had already been logged.
    expect(broken.points.map(({ step }) => step)).toEqual(
      [...Array(STEPS).keys()].map((i) => i + 1),
    )
    expect(broken.points.slice(0, from)).toEqual(undisturbed.points.slice(0, from))
    broken.points.forEach(({ lossD, lossG }, i) => {
      expect(lossD).toBeCloseTo(undisturbed.points[i]?.lossD ?? NaN, 3)
      expect(lossG).toBeCloseTo(undisturbed.points[i]?.lossG ?? NaN, 3)
    })
    for (const { dir, step } of await listCheckpoints(broken.runDir)) {
      expect((await readCheckpoint(dir)).step).toBe(step)
    }
    const [got, want] = await Promise.all([broken, undisturbed].map(lastCheckpoint))
    expect(got?.manifest).toMatchObject({
      noise: want?.manifest.noise,
      optimizerSteps: { generator: STEPS, discriminator: STEPS },
    })
  })
})

const lastCheckpoint = ({ runDir }: Outcome) => readCheckpoint(checkpointDirectory(runDir, STEPS))
