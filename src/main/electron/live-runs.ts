import type { StudioEvent } from '../../contract/events'
import { isLive } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'

/* What the desktop needs to know of the runs. No Electron in here. */

/** How a run that was live has ended without being asked to. */
export interface Ending {
  name: string
  state: 'finished' | 'failed' | 'interrupted'
}

export interface Progress {
  /** From 0 to 1, over all live runs; undefined where none has a known end. */
  fraction: number | undefined
  /** Every live run is paused. */
  paused: boolean
}

/** Follows the studio's events, and knows which runs are live and how far they are. */
export class LiveRuns {
  private readonly live = new Map<string, RunSummary>()

  get count(): number {
    return this.live.size
  }

  /** Whether anything computes: a paused run does not mind the machine going to sleep. */
  get busy(): boolean {
    return [...this.live.values()].some(({ state }) => state === 'running')
  }

  get progress(): Progress | undefined {
    if (this.live.size === 0) return undefined
    const fractions = [...this.live.values()].flatMap(({ step, totalSteps }) =>
      totalSteps === null ? [] : [Math.min(1, step / totalSteps)],
    )
    const sum = fractions.reduce((total, fraction) => total + fraction, 0)
    const fraction = fractions.length === 0 ? undefined : sum / fractions.length
    return { fraction, paused: !this.busy }
  }

  /** Takes note of an event. @returns the ending that it is, where it is one */
  heard(event: StudioEvent): Ending | undefined {
    if (event.type === 'metrics') this.moved(event.id, event.points.at(-1)?.step)
    if (event.type === 'runRemoved') this.live.delete(event.id)
    return event.type === 'run' ? this.changed(event.run) : undefined
  }

  private moved(id: string, step: number | undefined): void {
    const run = this.live.get(id)
    if (run !== undefined && step !== undefined) this.live.set(id, { ...run, step })
  }

  private changed(run: RunSummary): Ending | undefined {
    if (isLive(run.state)) return void this.live.set(run.id, run)
    const wasLive = this.live.delete(run.id)
    const { name, state } = run
    const unasked = state === 'finished' || state === 'failed' || state === 'interrupted'
    return wasLive && unasked ? { name, state } : undefined
  }
}
