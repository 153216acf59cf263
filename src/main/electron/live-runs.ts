import type { StudioEvent } from '../../contract/events'
import { isLive } from '../../contract/run'
import type { RunSummary } from '../../contract/summary'

/* The state of live runs as shown on the desktop. Independent of Electron. */

/** A live run that ended by itself. */
export interface Ending {
  name: string
  state: 'finished' | 'failed' | 'interrupted'
}

export interface Progress {
  /** From 0 to 1, over all live runs; undefined if the length of none is known. */
  fraction: number | undefined
  /** Every live run is paused. */
  paused: boolean
}

/** Tracks live runs and their progress from the studio's events. */
export class LiveRuns {
  private readonly live = new Map<string, RunSummary>()

  get count(): number {
    return this.live.size
  }

  /** True while a run is training; the machine may sleep while all are paused. */
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

  /** Processes an event; returns the ending if a live run ended by itself. */
  handle(event: StudioEvent): Ending | undefined {
    if (event.type === 'metrics') this.updateStep(event.id, event.points.at(-1)?.step)
    if (event.type === 'runRemoved') this.live.delete(event.id)
    return event.type === 'run' ? this.updateRun(event.run) : undefined
  }

  private updateStep(id: string, step: number | undefined): void {
    const run = this.live.get(id)
    if (run !== undefined && step !== undefined) this.live.set(id, { ...run, step })
  }

  private updateRun(run: RunSummary): Ending | undefined {
    // Another process trains it, whatever happens to this application.
    if (run.elsewhere) return void this.live.delete(run.id)
    if (isLive(run.state)) return void this.live.set(run.id, run)
    const wasLive = this.live.delete(run.id)
    const { name, state } = run
    const endedByItself = state === 'finished' || state === 'failed' || state === 'interrupted'
    return wasLive && endedByItself ? { name, state } : undefined
  }
}
