import { asNotice } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import type { Sweep } from '../../../contract/sweep/document'
import { acquireLock } from '../../storage/locks/lock'
import {
  changeSweep,
  listSweeps,
  readSweep,
  sweepIds,
  sweepRunnerLock,
  sweepStamp,
} from '../../storage/sweeps/sweep-files'
import { Polling } from '../polling'
import type { QueueService } from '../queue/queue-service'
import type { RunPublisher } from '../runs/run-publisher'
import { nextActions, promote, stepsOf, unfinished } from './plan'
import type { Action } from './plan'
import { trialStates } from './trial-states'
import { TrialWork } from './trial-work'
import type { TrialParts } from './trial-work'
import { sweepView } from './view'

/** Minimum time between two looks at the sweeps. */
const INTERVAL_MS = 1000
/** The maximum number of runs of one sweep in the queue; more would only make it longer. */
const QUEUED_AT_ONCE = 8

export interface SweepParts extends TrialParts {
  queue: Pick<QueueService, 'runner' | 'refresh'>
  publisher: Pick<RunPublisher, 'publishCurrent'>
  intervalMs?: number | undefined
}

/**
 * Continues the sweeps of a data folder: adds their runs to the queue, measures their images and
 * decides which runs continue. Only the program that runs the queue does so.
 */
export class SweepService extends Polling {
  /** The locks of the sweeps that this program continues. */
  private readonly held = new Map<string, () => Promise<void>>()
  /** Measurements in progress, by sweep. */
  private readonly measuring = new Map<string, Promise<void>>()
  /** The problems that kept sweeps from continuing at the last look, by sweep. */
  private readonly problems = new Map<string, Notice>()
  /** The stamps of sweeps that have ended or are stopped, which are not read again until they change. */
  private readonly ended = new Map<string, string>()
  private readonly closing = new AbortController()
  private looking: Promise<void> = Promise.resolve()

  constructor(private readonly parts: SweepParts) {
    super(parts.intervalMs ?? INTERVAL_MS)
  }

  /** Publishes a sweep, for example one that a page has changed. */
  publish(sweep: Sweep): void {
    this.parts.hub.emit({ type: 'sweep', sweep: sweepView(sweep).summary })
  }

  /** True while a sweep has something to train or to measure, and can. @throws StudioError */
  async isActive(): Promise<boolean> {
    const { sweeps } = await listSweeps(this.parts.root)
    return sweeps.some(({ id, state }) => state === 'active' && !this.problems.has(id))
  }

  /** The problem that kept a sweep from continuing at the last look. */
  problemOf(id: string): Notice | undefined {
    return this.problems.get(id)
  }

  /** The sweeps that could not continue at the last look, and why. @throws StudioError */
  async withProblems(): Promise<{ name: string; problem: Notice }[]> {
    const { sweeps } = await listSweeps(this.parts.root)
    return sweeps.flatMap(({ id, state, spec: { name } }) => {
      const problem = this.problems.get(id)
      return state === 'active' && problem !== undefined ? [{ name, problem }] : []
    })
  }

  /** Stops continuing sweeps; resolves when nothing is in progress. */
  async close(): Promise<void> {
    this.stop()
    this.closing.abort()
    await this.looking
    await Promise.all(this.measuring.values())
    for (const release of this.held.values()) await release()
    this.held.clear()
  }

  protected remember(): Promise<void> {
    return Promise.resolve()
  }

  look(): Promise<void> {
    const looked = this.looking.then(() => this.lookNow())
    this.looking = looked.catch(() => undefined)
    return looked
  }

  private async lookNow(): Promise<void> {
    const { root, queue } = this.parts
    if (this.closing.signal.aborted || (await queue.runner.elsewhere()) !== undefined) return
    for (const id of await sweepIds(root)) {
      const stamp = await sweepStamp(root, id)
      if (this.ended.get(id) === stamp) continue
      const sweep = await readSweep(root, id).catch(() => undefined)
      if (sweep?.state === 'active') await this.advance(id)
      else await this.letGo(id)
      if (sweep !== undefined && sweep.state !== 'active') this.ended.set(id, stamp)
    }
  }

  /** Does what can be done now; never rejects. */
  private async advance(id: string): Promise<void> {
    const { root } = this.parts
    try {
      if (!(await this.holds(id))) return
      const sweep = await this.promoted(id)
      const steps = stepsOf(sweep)
      const rungs = steps[0]?.length ?? 0
      const open = unfinished(sweep, rungs)
      if (open.length === 0) return await this.finish(id)
      const { jobs } = await this.parts.studio.queue.read()
      const states = await trialStates(root, sweep.trials, open, jobs)
      const busy = [...states.values()].filter(({ kind }) => kind === 'busy').length
      const actions = nextActions(sweep, steps, states, QUEUED_AT_ONCE - busy)
      for (const action of actions) await this.perform(sweep, action)
      if (actions.length > 0) await this.parts.queue.refresh()
      await this.note(id, null)
    } catch (error) {
      // If this fails, the next look tries again.
      await this.note(id, asNotice(error)).catch(() => undefined)
    }
  }

  private async perform(sweep: Sweep, action: Action): Promise<void> {
    const work = new TrialWork(this.parts, sweep.id)
    if (this.closing.signal.aborted) return
    if (action.kind === 'measure') return this.measure(sweep, action, work)
    const run = sweep.trials[action.trial]?.run ?? null
    if (action.kind === 'drop') await work.drop(action, run)
    else if (action.kind === 'begin') await work.begin(sweep, action)
    else await work.continue(sweep, action)
    this.publish(await readSweep(this.parts.root, sweep.id))
  }

  /** Measures one trial of a sweep at a time, while others train. */
  private measure(
    sweep: Sweep,
    action: Extract<Action, { kind: 'measure' }>,
    work: TrialWork,
  ): void {
    const { id } = sweep
    if (this.measuring.has(id)) return
    const measured = work
      .measure(sweep, action, this.closing.signal)
      .catch((error: unknown) => this.note(id, asNotice(error)))
      .catch(() => undefined)
      .then(() => {
        this.measuring.delete(id)
        if (!this.closing.signal.aborted) void this.look().catch(() => undefined)
      })
    this.measuring.set(id, measured)
  }

  /** Lets the best configurations of decided rungs continue. */
  private async promoted(id: string): Promise<Sweep> {
    const sweep = await readSweep(this.parts.root, id)
    const promoted = promote(sweep, stepsOf(sweep)[0]?.length ?? 1)
    if (JSON.stringify(promoted) === JSON.stringify(sweep.promoted)) return sweep
    return changeSweep(this.parts.root, id, () => ({ promoted }))
  }

  private async finish(id: string): Promise<void> {
    const { root } = this.parts
    const sweep = await changeSweep(root, id, () => ({ state: 'finished', problem: null }))
    this.publish(sweep)
    await this.letGo(id)
  }

  /** Records the problem that keeps a sweep from continuing, or that there is none any more. */
  private async note(id: string, problem: Sweep['problem']): Promise<void> {
    if (problem === null) this.problems.delete(id)
    else this.problems.set(id, problem)
    const before = await readSweep(this.parts.root, id)
    if (before.problem?.message === problem?.message) return
    this.publish(await changeSweep(this.parts.root, id, () => ({ problem })))
  }

  private async holds(id: string): Promise<boolean> {
    if (this.held.has(id)) return true
    const taken = await acquireLock(sweepRunnerLock(this.parts.root, id))
    if ('own' in taken) this.held.set(id, taken.release)
    return this.held.has(id)
  }

  private async letGo(id: string): Promise<void> {
    await this.held.get(id)?.()
    this.held.delete(id)
  }
}
