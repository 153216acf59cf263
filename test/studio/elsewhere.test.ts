import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import type { RunSummary } from '../../src/contract/summary'
import { madeUpEvaluation } from '../../src/contract/testing/made-up-evaluation'
import { writeEvaluation } from '../../src/main/storage/evaluations/evaluations'
import { readLock } from '../../src/main/storage/locks/lock'
import { readRun } from '../../src/main/storage/runs/runs'
import { temporaryFolder } from '../support/studio'
import { endless, open } from '../support/studio-host'
import type { Opened } from '../support/studio-host'

/* Two studios on one data folder: what one of them does must appear in the pages of the other. */

const LOOK_EVERY_MS = 100

/** A run that one studio trains, and another studio whose page was open before it was created. */
async function trainedElsewhere(
  changes: Partial<Hyperparameters> = {},
  lookEveryMs: number | undefined = LOOK_EVERY_MS,
) {
  const root = temporaryFolder()
  const options = { lookEveryMs }
  const [other, here] = [await open(root, options), await open(root, options)]
  expect((await here.call('runs.list', {})).runs).toEqual([])
  const { id } = await other.call('runs.train', {
    name: 'elsewhere',
    config: endless(root, changes),
  })
  await here.inState(id, 'running')
  return { root, other, here, id, dir: path.join(root, 'runs', id) }
}

const pointsSeen = ({ events }: Opened, id: string): number[] =>
  events.flatMap(({ event }) =>
    event.type === 'metrics' && event.id === id ? event.points.map(({ step }) => step) : [],
  )

it('a run that another process trains appears with its progress, and follows it to its end', async () => {
  const { other, here, id } = await trainedElsewhere()
  const { summary } = await here.call('runs.get', { id })
  expect(summary).toMatchObject({ state: 'running', elsewhere: true, starting: null })
  await here.pastStep(id, 20)
  const { run } = await here.waitForEvent('run', ({ run }) => run.step > 20)
  expect(run.stepsPerSecond).toBeGreaterThan(0)
  expect(run.trainedSeconds).toBeGreaterThan(0)
  expect(run).toMatchObject({ elsewhere: true, totalSteps: 1_000_000, stepsPerEpoch: 10 })

  const paused = await other.call('runs.pause', { id })
  await here.waitForEvent('run', ({ run }) => run.state === 'paused' && run.elsewhere)
  await here.waitForEvent('log', ({ entry }) => entry.code === 'paused')
  await here.waitForEvent('metrics', ({ points }) => points.at(-1)?.step === paused.step)
  const rest = await here.call('runs.get', { id })
  expect(rest.summary.step).toBe(paused.step)
  expect((await here.call('runs.get', { id })).summary.trainedSeconds).toBe(
    rest.summary.trainedSeconds,
  )
  // The charts continue without a gap from where they were first sent.
  const steps = pointsSeen(here, id)
  expect(steps).toEqual(steps.map((_, i) => (steps[0] ?? 0) + i))

  const sample = await other.call('runs.sample', { id })
  await here.waitForEvent('sample', ({ step }) => step === sample.step)
  const saved = await other.call('runs.checkpoint', { id })
  await here.waitForEvent('checkpoints', ({ checkpoints }) =>
    checkpoints.some(({ step }) => step === saved.step),
  )
  await here.waitForEvent('log', ({ entry }) => entry.code === 'checkpoint')

  for (const command of ['runs.pause', 'runs.stop', 'runs.sample', 'runs.delete'] as const) {
    await expect(here.call(command, { id })).rejects.toMatchObject({ code: 'usage' })
  }
  const { step } = await other.call('runs.stop', { id })
  const { run: ended } = await here.inState(id, 'stopped')
  expect(ended).toMatchObject({ elsewhere: false, step, stepsPerSecond: null })
})

it.each(['stopped', 'killed'] as const)(
  'what a run that is %s elsewhere wrote last is shown before its end',
  async (how) => {
    const { other, here, id, dir } = await trainedElsewhere({ sampleInterval: 7 })
    await here.waitForEvent('metrics', (event) => event.id === id)
    // A run that is about to start is not running either, so only events from here on count.
    const [seenHere, seenThere] = [here.studio.sequence, other.studio.sequence]
    if (how === 'stopped') await other.call('runs.stop', { id })
    else process.kill((await readLock(dir))?.pid ?? 0, 'SIGKILL')
    const ended = ({ run }: { run: RunSummary }) => run.id === id && run.state !== 'running'
    await here.waitForEvent('run', ended, seenHere)
    // The host of a killed trainer may write what it had received after the lock is seen to be free.
    if (how === 'killed') await other.waitForEvent('run', ended, seenThere)
    const { lastStep } = await other.call('runs.metrics', { id, buckets: 10 })
    if (how === 'killed') {
      await here.waitForEvent('metrics', ({ points }) => points.at(-1)?.step === lastStep)
    }
    const steps = pointsSeen(here, id)
    expect(steps.at(-1)).toBe(lastStep)
    expect(steps).toEqual(steps.map((_, i) => (steps[0] ?? 0) + i))
    const { samples } = await here.call('runs.get', { id })
    const sample = samples.findLast((step) => step <= lastStep)
    await here.waitForEvent('sample', ({ step }) => step === sample)
    if (how === 'stopped') await here.waitForEvent('log', ({ entry }) => entry.code === 'stopped')
  },
)

it('a run that another process trains and changes is published once per look at its files', async () => {
  // The trainer writes its log every second: every look then finds something new.
  const { other, here, id } = await trainedElsewhere({}, 1000)
  for (const name of ['first', 'second', 'third', 'fourth']) {
    await other.call('runs.rename', { id, name })
    await here.waitForEvent('metrics', (event) => event.id === id, here.studio.sequence)
  }
  const kinds = here.events.flatMap(({ event }) =>
    event.type === 'run' || event.type === 'metrics' ? [event.type] : [],
  )
  const looks = kinds.slice(kinds.indexOf('metrics') + 1)
  expect(looks.length).toBeGreaterThanOrEqual(6)
  expect(looks).toEqual(looks.map((_, i) => (i % 2 === 0 ? 'run' : 'metrics')))
})

it('a run that another process resumes is followed again, and can be taken over after it', async () => {
  const { other, here, id } = await trainedElsewhere()
  await other.call('runs.stop', { id })
  await here.inState(id, 'stopped')
  const before = here.studio.sequence
  await other.call('runs.resume', { id })
  expect((await here.inState(id, 'running', before)).run.elsewhere).toBe(true)
  await here.waitForEvent('metrics', (event) => event.id === id, before)
  const resumed = here.studio.sequence
  await other.call('runs.stop', { id })
  await here.inState(id, 'stopped', resumed)
  expect(await here.call('runs.resume', { id })).toMatchObject({ elsewhere: false })
  expect((await other.call('runs.get', { id })).summary.elsewhere).toBe(true)
})

it('a run whose other process is killed is shown as interrupted', async () => {
  const { here, id, dir } = await trainedElsewhere()
  process.kill((await readLock(dir))?.pid ?? 0, 'SIGKILL')
  // Its lock may still be seen when its state is read.
  await here.waitForEvent('run', ({ run }) => {
    return run.id === id && run.state === 'interrupted' && !run.elsewhere
  })
})

it('runs that another process renames, deletes, restores and damages follow in the page', async () => {
  const { other, here, id, dir } = await trainedElsewhere()
  await other.call('runs.stop', { id })
  await other.call('runs.rename', { id, name: 'renamed' })
  await here.waitForEvent('run', ({ run }) => run.name === 'renamed' && run.state === 'stopped')
  const { entry } = await other.call('runs.delete', { id })
  await here.waitForEvent('runRemoved', (event) => event.id === id)
  expect((await here.call('runs.list', {})).runs).toEqual([])
  const before = here.studio.sequence
  await other.call('runs.restore', { entry })
  await here.inState(id, 'stopped', before)
  const document = fs.readFileSync(path.join(dir, 'run.json'))
  fs.writeFileSync(path.join(dir, 'run.json'), '{')
  const broken = await here.waitForEvent('runBroken', (event) => event.id === id)
  expect((await here.call('runs.list', {})).broken).toEqual([{ id, error: broken.error }])
  const after = here.studio.sequence
  fs.writeFileSync(path.join(dir, 'run.json'), document)
  await here.inState(id, 'stopped', after)
})

it('a run that trains is annotated from both sides, and both pages see it', async () => {
  const { other, here, id, dir } = await trainedElsewhere()
  // Both write the document at the same time, and the session writes its pause.
  await Promise.all([
    here.call('runs.annotate', { id, change: { addTags: ['here'], starred: true } }),
    other.call('runs.annotate', { id, change: { addTags: ['there'], group: 'sweep' } }),
    other.call('runs.pause', { id }),
  ])
  const tagged = ({ annotations }: RunSummary) => annotations.tags.length === 2
  for (const each of [here, other]) {
    const { run } = await each.waitForEvent(
      'run',
      ({ run }) => tagged(run) && run.state === 'paused',
    )
    expect(run.annotations).toMatchObject({ starred: true, group: 'sweep', note: '' })
  }
  await other.call('runs.stop', { id })
  const { annotations, state } = await readRun(dir)
  expect([annotations?.tags.toSorted(), state]).toEqual([['here', 'there'], 'stopped'])
})

it('what another process measures appears in the page', async () => {
  const { other, here, id, dir } = await trainedElsewhere()
  await other.call('runs.stop', { id })
  const { run } = await here.inState(id, 'stopped')
  const fid = (value: number) => [{ key: 'fid', value, details: {}, protocol: {} }]
  for (const value of [9, 7]) {
    const before = here.studio.sequence
    await writeEvaluation(dir, madeUpEvaluation({ step: run.step, results: fid(value) }))
    await here.waitForEvent('run', ({ run }) => run.quality?.fid === value)
    await here.waitForEvent('evaluationsChanged', (event) => event.id === id, before)
    const { evaluations } = await here.call('evaluations.list', { id })
    expect(evaluations.map(({ results }) => results[0]?.value)).toEqual([value])
  }
})
