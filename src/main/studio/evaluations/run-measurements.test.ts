import { describe, expect, it, vi } from 'vitest'
import { problemError } from '../../../contract/errors'
import type { EarlyStop } from '../../../contract/evaluations/early-stop'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import type { Notice } from '../../../contract/notices'
import { madeUpEvaluation } from '../../../contract/testing/made-up-evaluation'
import { checkpointFolders } from '../../storage/testing/checkpoint-folders'
import type { RunOutcome } from '../runs/session-record'
import { RunFids } from './run-fids'
import { RunMeasurements } from './run-measurements'
import type { MeasuredRun } from './measured-run'
import type { MeasureRequest } from './measure-target'
import type { MeasureWatch } from './measuring-process'

interface Options {
  interval?: number
  fromStep?: number
  totalSteps?: number
  patience?: number
  dir?: string
  /** FIDs of earlier sessions, by step. */
  before?: Record<number, number>
  sessions?: object[]
}

/** A cheap pass for a step. */
const passAt = (step: number, fid: number): Evaluation =>
  madeUpEvaluation({
    ...{ step, pass: 'cheap' },
    results: [{ key: 'fid', value: fid, details: {}, protocol: {} }],
  })

/** A session whose measurements end when the test says so. */
function session(options: Options = {}) {
  const { interval = 100, fromStep = 0, totalSteps = 1000, patience = 0, dir = '/run' } = options
  const { before = {}, sessions = [] } = options
  const measured = new RunFids()
  for (const [step, fid] of Object.entries(before)) measured.add(passAt(Number(step), fid))
  const held = new Set<number>()
  const stopEarly = vi.fn<(early: EarlyStop) => void>()
  const asked: {
    pass: string
    step: number
    signal: AbortSignal | undefined
    background: boolean
  }[] = []
  const pending: { resolve: (fid: number) => void; reject: (error: unknown) => void }[] = []
  const evaluate = vi.fn(
    ({ source, pass = 'full', background = false }: MeasureRequest, { signal }: MeasureWatch) =>
      new Promise<never>((resolve, reject) => {
        const step = Number(source.slice(-8))
        asked.push({ pass, step, signal, background })
        const reply = (fid: number) => ({ evaluation: passAt(step, fid), reused: false })
        const one = { resolve: (fid: number) => resolve(reply(fid) as never), reject }
        pending.push(one)
        signal?.addEventListener('abort', () => {
          pending.splice(pending.indexOf(one), 1)
          reject(problemError('usage', 'measuringCancelled', {}))
        })
      }),
  )
  const evaluated = vi.fn()
  const atEnd = vi.fn()
  const due = new Map<number, boolean>()
  const remarks: number[] = []
  const measurements = new RunMeasurements(evaluate, {
    ...{ onEvaluated: evaluated, onMeasured: (step, reply) => atEnd(step, reply?.reused) },
    onPending: (step, progress) => void due.set(step, progress !== null),
    onSettled: (step) => void due.delete(step),
  })
  const notes: [number, Notice][] = []
  let end: (outcome: RunOutcome) => void = () => undefined
  const outcome = new Promise<RunOutcome>((resolve) => (end = resolve))
  const started = {
    ...{ dir, overview: { fromStep, totalSteps } },
    session: {
      ...{ outcome, note: (step: number, warning: Notice) => notes.push([step, warning]) },
      activity: { add: (_: string, step: number) => remarks.push(step) },
      run: {
        config: { engine: 'wasm', hyperparameters: { metricsInterval: interval, patience } },
        sessions,
      },
      stopEarly,
      retention: {
        measured,
        hold: (step: number) => held.add(step),
        release: (step: number) => held.delete(step),
        evaluated: (evaluation: Evaluation) => measured.add(evaluation),
        settled: () => Promise.resolve(),
      },
    },
  }
  return {
    ...{
      asked,
      pending,
      evaluated,
      atEnd,
      measurements,
      notes,
      end,
      held,
      stopEarly,
      due,
      remarks,
    },
    begin: () => measurements.begin(started as unknown as MeasuredRun),
    saved: (step: number) => measurements.onEvent({ type: 'checkpoint', step, bytes: 1 }),
    /** Ends the oldest measurement, and waits for the consequences. */
    async next(error?: unknown, fid = 10) {
      const first = pending.shift()
      if (error === undefined) first?.resolve(fid)
      else first?.reject(error)
      await settled()
    },
  }
}
const settled = () => new Promise(setImmediate)
const steps = (asked: { step: number }[]) => asked.map(({ step }) => step)

describe('the measurements of a run', () => {
  it('are of the first checkpoint of each interval', async () => {
    const run = session()
    await run.begin()
    for (const step of [40, 80, 120, 160, 240, 300]) {
      run.saved(step)
      await run.next()
    }
    expect(steps(run.asked)).toEqual([120, 240, 300])
    expect(run.asked.every(({ pass, background }) => pass === 'cheap' && background)).toBe(true)
    expect(run.evaluated).toHaveBeenCalledTimes(3)
  })

  it('count from where the session began, and include checkpoints saved before it was known', async () => {
    const run = session({ fromStep: 250 })
    run.saved(280)
    run.saved(310)
    await run.begin()
    await settled()
    expect(steps(run.asked)).toEqual([310])
  })

  it('skip a checkpoint that is overtaken while another is being measured, and say so', async () => {
    const run = session()
    await run.begin()
    for (const step of [100, 200, 300, 400]) run.saved(step)
    expect(steps(run.asked)).toEqual([100])
    expect([...run.due.keys()]).toEqual([100, 400])
    expect(run.remarks).toEqual([200, 300])
    expect(run.notes).toEqual([])
    await run.next()
    expect(steps(run.asked)).toEqual([100, 400])
  })

  it('warn once that early stopping may be late if checkpoints are skipped', async () => {
    const run = session({ patience: 2 })
    await run.begin()
    for (const step of [100, 200, 300, 400]) run.saved(step)
    expect(run.remarks).toEqual([200, 300])
    expect(run.notes.map(([step, { problem }]) => [step, problem?.code])).toEqual([
      [200, 'patienceLate'],
    ])
  })

  it('are pending from when they are due until they end, fail or are cancelled', async () => {
    const run = session()
    await run.begin()
    for (const step of [100, 200]) run.saved(step)
    expect([...run.due.keys()]).toEqual([100, 200])
    await run.next(problemError('engine', 'measuringEnded', { why: 'killed' }))
    expect([...run.due.keys()]).toEqual([200])
    run.saved(300)
    run.end({ kind: 'finished', step: 400 } as RunOutcome)
    await settled()
    expect([...run.due.keys()]).toEqual([200, 300, 400])
    await run.next()
    await run.next()
    await run.next()
    expect([...run.due.keys()]).toEqual([400])
    run.measurements.cancel()
    await run.next(new Error('cancelled'))
    expect([...run.due.keys()]).toEqual([])
  })

  const early = { bestStep: 100, fid: 1, passes: 2 }
  it.each([
    { kind: 'finished', step: 250, warning: undefined },
    { kind: 'stopped', step: 250, early },
  ] satisfies RunOutcome[])(
    'end with those that are due and both passes of the last step if the run $kind by itself',
    async (outcome) => {
      const run = session()
      await run.begin()
      for (const step of [100, 200]) run.saved(step)
      run.end(outcome)
      await settled()
      for (let i = 0; i < 4; i++) await run.next()
      // Training no longer needs the processor: the pass in progress begins again, with priority.
      expect(run.asked.map(({ pass, step, background }) => [pass, step, background])).toEqual([
        ['cheap', 100, true],
        ['cheap', 100, false],
        ['cheap', 200, false],
        ['cheap', 250, false],
        ['full', 250, false],
      ])
      expect(run.evaluated).toHaveBeenCalledTimes(4)
      await run.measurements.done()
      expect(run.held).toEqual(new Set())
      expect(run.stopEarly).not.toHaveBeenCalled()
    },
  )

  it('measure the last step once where its pass is due anyway', async () => {
    const run = session()
    await run.begin()
    run.saved(200)
    run.end({ kind: 'finished', step: 200, warning: undefined })
    await settled()
    await run.next()
    expect(run.atEnd).not.toHaveBeenCalled()
    await run.next()
    await run.measurements.done()
    expect(run.asked.map(({ pass }) => pass)).toEqual(['cheap', 'cheap', 'full'])
    expect(run.atEnd.mock.calls).toEqual([[200, false]])
  })

  it.each(['fails', 'is cancelled'])('report the end of the full pass if it %s', async (how) => {
    const run = session()
    await run.begin()
    run.end({ kind: 'finished', step: 250, warning: undefined })
    await settled()
    await run.next()
    if (how === 'is cancelled') run.measurements.cancel()
    await run.next(problemError('usage', 'measuringCancelled', {}))
    await run.measurements.done()
    expect(run.atEnd.mock.calls).toEqual([[250, undefined]])
    expect(run.notes).toHaveLength(how === 'fails' ? 1 : 0)
  })

  it.each([
    { kind: 'stopped', step: 150 },
    { kind: 'interrupted', step: 150, error: { code: 'training', message: 'died' } },
    { kind: 'failed', step: 150, error: { code: 'training', message: 'diverged' } },
  ] satisfies RunOutcome[])('are cancelled if the run is $kind', async (outcome) => {
    const run = session()
    await run.begin()
    for (const step of [100, 200]) run.saved(step)
    run.end(outcome)
    await settled()
    expect(run.asked[0]?.signal?.aborted).toBe(true)
    await run.next(problemError('usage', 'measuringCancelled', {}))
    await run.measurements.done()
    expect(steps(run.asked)).toEqual([100])
    expect(run.notes).toEqual([])
    // Both are measured when the run resumes, so they stay on disk.
    expect(run.held).toEqual(new Set([100, 200]))
  })

  it('are none if the interval is 0, or nothing was trained', async () => {
    for (const run of [session({ interval: 0 }), session({ fromStep: 250 })]) {
      await run.begin()
      if (run.measurements.measures) run.saved(250)
      else run.saved(1000)
      run.end({ kind: 'finished', step: 250, warning: undefined })
      await run.measurements.done()
      expect(run.asked).toEqual([])
    }
  })

  it('that fail give one warning per problem, and the next checkpoint is measured', async () => {
    const run = session()
    await run.begin()
    const died = () => problemError('engine', 'measuringEnded', { why: 'killed' })
    for (const error of [died(), died(), problemError('checkpoint', 'nothingThere', {})]) {
      run.saved(100 * (run.asked.length + 1))
      await run.next(error)
    }
    expect(steps(run.asked)).toEqual([100, 200, 300])
    expect(run.notes.map(([step, { problem }]) => [step, problem?.code])).toEqual([
      [100, 'measuringFailed'],
      [300, 'measuringFailed'],
    ])
    expect(run.evaluated).not.toHaveBeenCalled()
  })
})

describe('the checkpoints to measure', () => {
  it('are held from when they are saved until they are measured or overtaken', async () => {
    const run = session()
    await run.begin()
    run.saved(100)
    expect(run.held).toEqual(new Set([100]))
    run.saved(200)
    expect(run.held).toEqual(new Set([100, 200]))
    run.saved(300)
    expect(run.held).toEqual(new Set([100, 300]))
    await run.next()
    expect(run.held).toEqual(new Set([300]))
    await run.next(problemError('checkpoint', 'nothingThere', {}))
    expect(run.held).toEqual(new Set())
  })

  it('are held when the studio closes', async () => {
    const run = session()
    await run.begin()
    run.saved(100)
    await run.next(problemError('usage', 'studioClosing', {}))
    expect(run.held).toEqual(new Set([100]))
  })

  it('that a stop left behind are measured when the run resumes', async () => {
    const dir = checkpointFolders(50, 90, 100, 150, 210, 250)
    const missed = session({ dir, fromStep: 250 })
    await missed.begin()
    expect(missed.held).toEqual(new Set([100, 210]))
    await missed.next()
    await missed.next()
    expect(steps(missed.asked)).toEqual([100, 210])
    const overtaken = session({ dir, fromStep: 250 })
    await overtaken.begin()
    overtaken.saved(300)
    expect(overtaken.held).toEqual(new Set([100, 300]))
  })

  it('are none that were measured, and none at all if no step is left', async () => {
    const dir = checkpointFolders(100, 210, 250)
    const half = session({ dir, fromStep: 250, before: { 100: 5 } })
    await half.begin()
    expect(steps(half.asked)).toEqual([210])
    const none = { dir, fromStep: 250, before: { 150: 5, 250: 6 } }
    for (const options of [none, { dir, fromStep: 250, totalSteps: 250 }, { dir, interval: 0 }]) {
      const run = session(options)
      await run.begin()
      expect(run.asked).toEqual([])
    }
  })
})

describe('the patience of a run', () => {
  const measured = async (run: ReturnType<typeof session>, fids: readonly number[], from = 0) => {
    await run.begin()
    for (const [i, fid] of fids.entries()) {
      run.saved(from + 100 * (i + 1))
      await run.next(undefined, fid)
    }
  }

  it('stops the run once the FID has not improved in that many measurements', async () => {
    const run = session({ patience: 2 })
    await measured(run, [9, 5, 6])
    expect(run.stopEarly).not.toHaveBeenCalled()
    run.saved(400)
    await run.next(undefined, 5)
    expect(run.stopEarly.mock.calls).toEqual([[{ bestStep: 200, fid: 5, passes: 2 }]])
  })

  it('never stops the run if it is 0', async () => {
    const run = session()
    await measured(run, [1, 2, 3, 4, 5])
    expect(run.stopEarly).not.toHaveBeenCalled()
  })

  it('ends all measurements if the run was deleted, and says so once', async () => {
    const run = session()
    await run.begin()
    run.saved(100)
    run.saved(200)
    await run.next(problemError('storage', 'measuredRunGone', {}))
    expect(steps(run.asked)).toEqual([100])
    expect([run.pending, [...run.due]]).toEqual([[], []])
    expect(run.notes.map(([step]) => step)).toEqual([100])
  })

  it('does not count measurements that failed', async () => {
    const run = session({ patience: 2 })
    await measured(run, [5, 6])
    run.saved(300)
    await run.next(problemError('checkpoint', 'nothingThere', {}))
    expect(run.stopEarly).not.toHaveBeenCalled()
  })

  it('counts measurements of earlier sessions, but not those before it was last exhausted', async () => {
    const before = { 100: 5, 200: 6 }
    const options = { before, fromStep: 250, patience: 2 }
    const stopped = session(options)
    await measured(stopped, [7], 200)
    expect(stopped.stopEarly).toHaveBeenCalledOnce()
    const early = { bestStep: 100, fid: 5, passes: 1 }
    const resumed = session({ ...options, sessions: [{ toStep: 250, early }, { toStep: 260 }] })
    await measured(resumed, [7], 200)
    expect(resumed.stopEarly).not.toHaveBeenCalled()
    resumed.saved(400)
    await resumed.next(undefined, 8)
    expect(resumed.stopEarly).toHaveBeenCalledOnce()
  })
})
