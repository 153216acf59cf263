import { describe, expect, it } from 'vitest'
import type { Sweep } from '../../../contract/sweep/document'
import { nextActions, promote, stepsOf, unfinished } from './plan'
import type { Action, RunState } from './plan'
import { madeUpSweep, withTrial } from './testing'
import { outlineOf, sweepView } from './view'

const axes = { learningRate: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => n / 10_000) }
const halving = { eta: 3, images: [1000, 3000] }
const hyperparameters = { epochs: 9, batchSize: 100 }

/** Trains a sweep as a perfect machine would. */
class Machine {
  /** Steps that each trial's run has been trained. */
  readonly trained = new Map<number, number>()
  readonly log: Action[] = []

  constructor(
    public sweep: Sweep,
    private readonly outcome: (trial: number, step: number) => number | 'failed' | 'alarm',
  ) {}

  /** Does all that is due. @returns how many actions there were */
  turn(room = Infinity): number {
    const steps = stepsOf(this.sweep)
    const rungs = steps[0]?.length ?? 0
    this.sweep = { ...this.sweep, promoted: promote(this.sweep, rungs) }
    const states = new Map<number, RunState>()
    for (const trial of unfinished(this.sweep, rungs)) {
      const step = this.trained.get(trial)
      if (step === undefined) continue
      const outcome = this.outcome(trial, step)
      const stopped = {
        failed: { kind: 'failed', error: null },
        alarm: { kind: 'busy', alarm: 'x' },
      } as const
      states.set(trial, typeof outcome === 'string' ? stopped[outcome] : { kind: 'idle', step })
    }
    const actions = nextActions(this.sweep, steps, states, room)
    for (const action of actions) this.perform(action)
    this.log.push(...actions)
    return actions.length
  }

  /** Until nothing is due any more. */
  run(room?: number): this {
    while (this.turn(room) > 0);
    return this
  }

  private perform(action: Action): void {
    const trial = this.sweep.trials[action.trial]
    if (trial === undefined) throw new Error('no such trial')
    const change = (what: Partial<typeof trial>) => {
      this.sweep = withTrial(this.sweep, action.trial, what)
    }
    if (action.kind === 'drop') return change({ out: action.out })
    if (action.kind === 'measure') {
      const score = this.outcome(action.trial, action.steps)
      return change({ scores: [...trial.scores, Number(score)] })
    }
    this.trained.set(action.trial, action.steps)
    change({ run: `run-${action.trial}`, queued: trial.scores.length + 1 })
  }
}

const sweepOf = (more = {}) => madeUpSweep({ axes, halving, hyperparameters, ...more })
/** The best is the candidate with index 4. */
const distance = (trial: number): number => Math.abs(trial - 4) + 1

describe('successive halving', () => {
  it('trains all to the first rung, the best third to the second, and so on', () => {
    const { sweep, trained, log } = new Machine(sweepOf(), distance).run()
    expect(sweep.promoted).toEqual([[4, 3, 5], [4]])
    expect([...trained.values()].toSorted((a, b) => a - b)).toEqual([
      10, 10, 10, 10, 10, 10, 30, 30, 90,
    ])
    expect(log.filter(({ kind }) => kind === 'begin')).toHaveLength(9)
    expect(sweepView(sweep).summary).toMatchObject({
      counts: { finished: 1, pruned: 8, training: 0, waiting: 0, out: 0 },
      best: { candidate: 4, score: 1, rung: 2 },
    })
  })

  it('costs the share that its outline promises', () => {
    const { trained } = new Machine(sweepOf(), distance).run()
    const steps = [...trained.values()].reduce((sum, each) => sum + each, 0)
    const outline = outlineOf(sweepOf())
    expect(outline.steps).toBe(steps)
    expect(outline.share).toBeCloseTo(steps / (9 * 90))
    expect(outline.rungs.map(({ configurations }) => configurations)).toEqual([9, 3, 1])
  })

  it('decides nothing before every trial of a rung has a score', () => {
    const machine = new Machine(sweepOf(), distance)
    machine.turn(8)
    while (machine.turn(0) > 0);
    expect(machine.sweep.promoted.flat()).toEqual([])
    expect(sweepView(machine.sweep).summary.counts).toMatchObject({ waiting: 8, training: 1 })
  })

  it('gives the same result however few runs fit into the queue at a time', () => {
    const all = new Machine(sweepOf(), distance).run()
    expect(new Machine(sweepOf(), distance).run(1).sweep).toEqual(all.sweep)
  })

  it('ranks by the mean over seeds, higher first if that is better', () => {
    const sweep = sweepOf({ seeds: [1, 2], metric: 'recall' })
    // The last candidate has the best seed, but the first one the best mean.
    const scores = (trial: number) => (trial === 17 ? 100 : trial < 2 ? 60 : 1)
    expect(new Machine(sweep, scores).run().sweep.promoted[1]).toEqual([0])
  })

  it('ranks configurations with failed trials behind all others, and drops the rest', () => {
    const outcome = (trial: number) =>
      trial === 4 ? 'failed' : trial === 5 ? 'alarm' : distance(trial)
    const { sweep, log } = new Machine(sweepOf(), outcome).run()
    expect(sweep.trials.map(({ out }) => out?.kind)).toMatchObject({ 4: 'failed', 5: 'alarm' })
    expect(log.find(({ trial, kind }) => trial === 5 && kind === 'drop')).toMatchObject({
      stop: true,
    })
    expect(sweep.promoted[1]).toEqual([3])
  })

  it('ends if every run fails', () => {
    const { sweep } = new Machine(sweepOf(), () => 'failed' as const).run()
    expect(unfinished(sweep, 3)).toEqual([])
    expect(sweepView(sweep).summary).toMatchObject({ failed: 9, best: null })
  })

  it('lets a trial that is retried later join the best', () => {
    const failing = (trial: number) => (trial === 4 ? 'failed' : distance(trial))
    const { sweep, trained } = new Machine(sweepOf(), failing).run()
    const again = new Machine(withTrial(sweep, 4, { out: null, queued: 0 }), distance)
    for (const [trial, step] of trained) again.trained.set(trial, trial === 4 ? 0 : step)
    again.run()
    expect(again.sweep.promoted[0]).toEqual(expect.arrayContaining([3, 5, 4]))
    expect(sweepView(again.sweep).summary.best).toMatchObject({ candidate: 4, rung: 2 })
  })
})

describe('what the user does', () => {
  it('stopping a run takes it out', () => {
    const machine = new Machine(sweepOf(), distance)
    machine.turn()
    machine.trained.set(0, 5)
    machine.run()
    expect(machine.sweep.trials[0]?.out).toEqual({ kind: 'stopped' })
  })

  it('a pruned configuration continues to the end on demand, and changes no decision', () => {
    const machine = new Machine(sweepOf(), distance).run()
    const { promoted } = machine.sweep
    const candidates = machine.sweep.candidates.with(0, {
      values: { learningRate: 1e-4 },
      continued: true,
    })
    machine.sweep = { ...machine.sweep, candidates }
    machine.run()
    expect(machine.trained.get(0)).toBe(90)
    expect(machine.sweep.promoted).toEqual(promoted)
  })
})
