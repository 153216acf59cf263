import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { bestCheckpoint, measuredFids } from '../src/contract/evaluations/best-checkpoint'
import type { Evaluation } from '../src/contract/evaluations/evaluation'
import type { TrainerEvent } from '../src/contract/trainer'
import { checkpointSteps } from '../src/main/storage/checkpoints/checkpoint-folders'
import { readVerifiedManifest } from '../src/main/storage/checkpoints/checkpoint-reading'
import { listEvaluations } from '../src/main/storage/evaluations/evaluations'
import { readActivity } from '../src/main/storage/runs/activity-log'
import { checkpointDirectory, metricsFile } from '../src/main/storage/runs/paths'
import { readRun } from '../src/main/storage/runs/runs'
import { Studio } from '../src/main/studio/studio'
import { nodeLauncher } from '../src/main/trainer/launch/launch-node'
import { temporaryFolder, tinyConfig, tinyDataset } from './support/studio'

/* Measurements while a run trains, with real processes. */

const STEPS = 40

/** Trains to the end, and waits for the measurements. @param onChild receives each process started */
async function trained(
  metricsInterval: number,
  onChild: (pid: number, count: number) => void = () => undefined,
) {
  const root = temporaryFolder()
  const dataset = tinyDataset(root, 160)
  const launch = nodeLauncher(path.resolve('out/main/trainer.js'))
  let children = 0
  const studio = new Studio({
    ...{ root, datasetsDirs: [path.join(root, 'datasets')], measure: true },
    launch: () => {
      const child = launch()
      onChild(child.pid ?? 0, ++children)
      return child
    },
  })
  const changes = { steps: STEPS, checkpointInterval: 10, metricsInterval }
  const events: TrainerEvent[] = []
  const evaluated: Evaluation[] = []
  const run = await studio.train(tinyConfig(dataset, 'wasm', changes), 'measured', {
    onEvent: (event) => events.push(event),
    onEvaluated: ({ evaluation }) => evaluated.push(evaluation),
  })
  expect(await run.session.outcome).toMatchObject({ kind: 'finished', step: STEPS })
  await run.measurements?.done()
  await studio.evaluator.close()
  const { files } = await readVerifiedManifest(checkpointDirectory(run.dir, STEPS))
  return { dir: run.dir, files, metrics: fs.readFileSync(metricsFile(run.dir)), events, evaluated }
}
const warnings = (events: TrainerEvent[]) =>
  events.flatMap((event) => (event.type === 'warning' ? [event.problem?.code] : []))

// The measuring process has the lowest priority, so it waits for whatever else the machine does.
it('changes no bit of the training, and stores its evaluations', async () => {
  const measured = await trained(10)
  const plain = await trained(0)
  expect(measured.files).toEqual(plain.files)
  expect(measured.metrics.equals(plain.metrics)).toBe(true)
  expect(plain.evaluated).toEqual([])
  expect(fs.existsSync(path.join(plain.dir, 'evaluations'))).toBe(false)
  const { evaluations } = await listEvaluations(measured.dir)
  expect(evaluations.at(-1)).toMatchObject({ step: STEPS, pass: 'full' })
  expect(evaluations).toHaveLength(measured.evaluated.length)
  expect(warnings(measured.events)).not.toContain('measuringFailed')
}, 240_000)

it('gives only a warning if its process is killed, and leaves no partial files', async () => {
  // The first process trains.
  const killed = (pid: number, count: number) => void (count > 1 && process.kill(pid, 'SIGKILL'))
  const { dir, events, evaluated, files } = await trained(10, killed)
  expect(Object.keys(files)).toContain('generator.safetensors')
  expect(evaluated).toEqual([])
  expect(warnings(events)).toEqual(expect.arrayContaining(['measuringFailed']))
  expect(fs.existsSync(path.join(dir, 'evaluations'))).toBe(false)
})

it('stops the run early if FID does not improve, and keeps the best checkpoint; the run can be resumed', async () => {
  const root = temporaryFolder()
  const dataset = tinyDataset(root, 160)
  const studio = new Studio({
    ...{ root, datasetsDirs: [path.join(root, 'datasets')], measure: true },
    launch: nodeLauncher(path.resolve('out/main/trainer.js')),
  })
  const config = tinyConfig(dataset, 'wasm', {
    ...{ epochs: 100_000, checkpointInterval: 20, metricsInterval: 20 },
    ...{ keepCheckpoints: 1, keepBest: 1, patience: 1 },
  })
  const run = await studio.train(config, 'early', { onEvent: () => undefined })
  const outcome = await run.session.outcome
  const early = outcome.kind === 'stopped' ? outcome.early : undefined
  if (early === undefined) throw new Error(`not stopped early: ${JSON.stringify(outcome)}`)
  expect(early).toMatchObject({ passes: 1 })
  // The deciding measurement was of an earlier checkpoint than the last one.
  expect(early.bestStep).toBeLessThan(outcome.step)
  // The passes at the end take a long time, and are tested elsewhere.
  run.measurements?.cancel()
  await run.measurements?.done()

  const { sessions, state } = await readRun(run.dir)
  expect([state, sessions.at(-1)]).toMatchObject(['stopped', { endedAs: 'stopped', early }])
  const lines = await readActivity(run.dir)
  expect(lines.at(-1)).toMatchObject({ code: 'stopped', problem: { code: 'finishedEarly' } })
  const expectKept = async (last: number): Promise<void> => {
    const fids = measuredFids((await listEvaluations(run.dir)).evaluations)
    const best = bestCheckpoint(
      fids,
      fids.map(({ step }) => step),
    )
    const saved = await checkpointSteps(run.dir)
    expect(saved).toEqual(expect.arrayContaining([best?.step, last]))
    // Besides these, only checkpoints that were still to be measured.
    expect(saved.length).toBeLessThanOrEqual(4)
  }
  await expectKept(outcome.step)

  const resumed = await studio.resume(run.id, { onEvent: () => undefined })
  expect(resumed.overview.fromStep).toBe(outcome.step)
  const stopped = await resumed.session.stop()
  expect(stopped.kind).toBe('stopped')
  await studio.evaluator.close()
  await expectKept(stopped.step)
}, 240_000)
