import { isLive } from '../../../../contract/run'
import type { Run } from '../../../../contract/run'
import type { StoredRun } from '../../../storage/runs/runs'

/** Default interval between polls. */
const INTERVAL_MS = 1000
/**
 * Maximum number of consecutive polls that find the trainer gone but no recorded end, or an
 * unreadable run. The program that trained the run records its end within moments, unless it was
 * killed.
 */
const MAX_UNCLEAR_POLLS = 60

interface FoundRun extends StoredRun {
  /** Whether another process holds its lock. */
  held: boolean
}

interface ForeignRunsParts {
  /**
   * Reads the run from the disk, and whether another process holds its lock; undefined if it now
   * trains in this process.
   */
  read(id: string): Promise<FoundRun | undefined>
  /** Sends connected pages the current summary of `found`, which was just read from the disk. */
  publish(id: string, found: StoredRun): Promise<unknown>
  /** Called when publishing a noticed change fails. */
  failed?(id: string, error: unknown): Promise<unknown>
  /** Milliseconds between polls; by default a second. */
  intervalMs?: number | undefined
}

/**
 * Follows runs trained by other processes: a trainer that outlives its host while it saves, or
 * another program. They send no events, so they are polled until they end.
 */
export class ForeignRuns {
  private readonly timers = new Map<string, NodeJS.Timeout>()
  /** Runs whose next poll must publish them. */
  private readonly changed = new Set<string>()

  constructor(private readonly parts: ForeignRunsParts) {}

  /** Follows a run, unless it is already being followed. */
  follow(id: string): void {
    if (!this.timers.has(id)) this.schedulePoll(id, { unclearPolls: 0 })
  }

  /**
   * Marks a followed run as changed. Its next poll publishes it, so that it is not published twice.
   *
   * @returns false if the run is not followed
   */
  publishChange(id: string): boolean {
    if (!this.timers.has(id)) return false
    this.changed.add(id)
    return true
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
    this.changed.clear()
  }

  private schedulePoll(id: string, previous: PollState): void {
    const { intervalMs = INTERVAL_MS } = this.parts
    const poll = async (): Promise<void> => {
      const changed = this.changed.delete(id)
      const next = await this.poll(id, previous, changed).catch(async (error: unknown) => {
        if (changed) await this.parts.failed?.(id, error)
        return stillUnclear(previous)
      })
      if (!this.timers.has(id)) return
      if (next !== undefined && next.unclearPolls <= MAX_UNCLEAR_POLLS) this.schedulePoll(id, next)
      // It may have changed while it was being polled for the last time.
      else if (this.changed.has(id)) this.schedulePoll(id, { unclearPolls: MAX_UNCLEAR_POLLS })
      else this.timers.delete(id)
    }
    this.timers.set(id, setTimeout(() => void poll(), intervalMs).unref())
  }

  /** @returns the state for the next poll; undefined to stop polling */
  private async poll(
    id: string,
    previous: PollState,
    changed: boolean,
  ): Promise<PollState | undefined> {
    const found = await this.parts.read(id)
    if (found === undefined) return undefined
    const { state } = found.run
    // A process that has locked the run but not begun a session is starting.
    if (isLive(state) || found.held) {
      await this.parts.publish(id, found)
      return { state: 'running', unclearPolls: 0 }
    }
    const unclear = isEndUnrecorded(found.run)
    if (changed || state !== previous.state || !unclear) await this.parts.publish(id, found)
    return unclear ? { ...stillUnclear(previous), state } : undefined
  }
}

interface PollState {
  /** The state at the last poll. */
  state?: Run['state']
  /** Number of consecutive polls that did not show how the run ended. */
  unclearPolls: number
}

const stillUnclear = (previous: PollState): PollState => ({
  ...previous,
  unclearPolls: previous.unclearPolls + 1,
})

/**
 * Returns true if the trainer is gone but the end of the run has not been recorded (yet). Reading
 * such a run rebuilds its session as one whose host ended.
 */
export const isEndUnrecorded = ({ state, sessions }: Run): boolean => {
  const last = sessions.at(-1)
  const rebuilt = last?.error?.problem?.code === 'hostEnded'
  return state === 'interrupted' && (last?.endedAt === undefined || rebuilt)
}
