import { describe, expect, it, vi } from 'vitest'
import { problemError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import { madeUpEvaluation } from '../../../contract/testing/made-up-evaluation'
import type { RunOutcome } from '../runs/session-record'
import { RunMeasurements } from './run-measurements'
import type { MeasuredRun } from './run-measurements'
import type { MeasureRequest } from './measure-target'
import type { MeasureWatch } from './measuring-process'

/** A session whose measurements end when the test says so. */
function session({ interval = 100, fromStep = 0 } = {}) {
  const asked: {
    pass: string
    step: number
    signal: AbortSignal | undefined
    background: boolean
  }[] = []
  const pending: { resolve: () => void; reject: (error: unknown) => void }[] = []
  const evaluate = vi.fn(
    ({ source, pass = 'full', background = false }: MeasureRequest, { signal }: MeasureWatch) =>
      new Promise<never>((resolve, reject) => {
        asked.push({ pass, step: Number(source.slice(-8)), signal, background })
        const reply = { evaluation: madeUpEvaluation(), reused: false, warnings: [] }
        pending.push({ resolve: () => resolve(reply as never), reject })
      }),
  )
  const evaluated = vi.fn()
  const measured = vi.fn()
  const measurements = new RunMeasurements(evaluate, {
    ...{ onEvaluated: evaluated, onMeasured: (step, reply) => measured(step, reply?.reused) },
  })
  const notes: [number, Notice][] = []
  let end: (outcome: RunOutcome) => void = () => undefined
  const outcome = new Promise<RunOutcome>((resolve) => (end = resolve))
  const started = {
    ...{ dir: '/run', overview: { fromStep } },
    session: {
      ...{ outcome, note: (step: number, warning: Notice) => notes.push([step, warning]) },
      run: { config: { engine: 'wasm', hyperparameters: { metricsInterval: interval } } },
    },
  }
  return {
    ...{ asked, pending, evaluated, measured, measurements, notes, end },
    begin: () => measurements.begin(started as unknown as MeasuredRun),
    saved: (step: number) => measurements.onEvent({ type: 'checkpoint', step, bytes: 1 }),
    /** Ends the oldest measurement, and lets what follows from that happen. */
    async next(error?: unknown) {
      const first = pending.shift()
      if (error === undefined) first?.resolve()
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
    run.begin()
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
    run.begin()
    await settled()
    expect(steps(run.asked)).toEqual([310])
  })

  it('leave out what is overtaken while another is being measured', async () => {
    const run = session()
    run.begin()
    for (const step of [100, 200, 300, 400]) run.saved(step)
    expect(steps(run.asked)).toEqual([100])
    await run.next()
    expect(steps(run.asked)).toEqual([100, 400])
  })

  it('end with a full pass of the last step', async () => {
    const run = session()
    run.begin()
    for (const step of [100, 200]) run.saved(step)
    run.end({ kind: 'finished', step: 250, warning: undefined })
    await settled()
    await run.next()
    expect(run.asked.map(({ pass, step }) => [pass, step])).toEqual([
      ['cheap', 100],
      ['full', 250],
    ])
    expect(run.measured).not.toHaveBeenCalled()
    await run.next()
    await run.measurements.done()
    expect(run.measured.mock.calls).toEqual([[250, false]])
  })

  it.each(['fails', 'is cancelled'])('report the end of the full pass if it %s', async (how) => {
    const run = session()
    run.begin()
    run.end({ kind: 'finished', step: 250, warning: undefined })
    await settled()
    if (how === 'is cancelled') run.measurements.cancel()
    await run.next(problemError('usage', 'measuringCancelled', {}))
    await run.measurements.done()
    expect(run.measured.mock.calls).toEqual([[250, undefined]])
    expect(run.notes).toHaveLength(how === 'fails' ? 1 : 0)
  })

  it.each([
    { kind: 'stopped', step: 150 },
    { kind: 'interrupted', step: 150, error: { code: 'training', message: 'died' } },
    { kind: 'failed', step: 150, error: { code: 'training', message: 'diverged' } },
  ] satisfies RunOutcome[])('are cancelled if the run is $kind', async (outcome) => {
    const run = session()
    run.begin()
    for (const step of [100, 200]) run.saved(step)
    run.end(outcome)
    await settled()
    expect(run.asked[0]?.signal?.aborted).toBe(true)
    await run.next(problemError('usage', 'measuringCancelled', {}))
    await run.measurements.done()
    expect(steps(run.asked)).toEqual([100])
    expect(run.notes).toEqual([])
  })

  it('are none if the interval is 0, or nothing was trained', async () => {
    for (const run of [session({ interval: 0 }), session({ fromStep: 250 })]) {
      run.begin()
      if (run.measurements.measures) run.saved(250)
      else run.saved(1000)
      run.end({ kind: 'finished', step: 250, warning: undefined })
      await run.measurements.done()
      expect(run.asked).toEqual([])
    }
  })

  it('that fail are a warning, each problem once, and the next is measured', async () => {
    const run = session()
    run.begin()
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
