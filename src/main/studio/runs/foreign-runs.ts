import { isLive } from '../../../contract/run'
import type { Run } from '../../../contract/run'

/** Milliseconds between two looks. */
const EVERY = 1000
/**
 * Looks at a run whose trainer is gone while its end is not recorded, or that cannot be read. The
 * program that trained it records the end in a moment, unless that was killed.
 */
const MOST_UNCLEAR = 60

interface ForeignRunsParts {
  /** How the run stands on the disk; undefined when it has come to train here. */
  read(id: string): Promise<Run | undefined>
  /** Tells the pages how the run stands. */
  tell(id: string): Promise<unknown>
  /** Milliseconds between two looks. */
  every?: number
}

/**
 * Runs that train, but not here: a trainer that outlives its host for the moment that saving
 * takes, or another program's. Nobody tells how they go, so they are looked at until they end.
 */
export class ForeignRuns {
  private readonly timers = new Map<string, NodeJS.Timeout>()

  constructor(private readonly parts: ForeignRunsParts) {}

  /** Follows a run, unless that is done already. */
  follow(id: string): void {
    if (!this.timers.has(id)) this.lookLater(id, { unclear: 0 })
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
  }

  private lookLater(id: string, seen: Seen): void {
    const { every = EVERY } = this.parts
    const look = async (): Promise<void> => {
      const next = await this.look(id, seen).catch(() => again(seen))
      if (!this.timers.has(id)) return
      if (next === undefined || next.unclear > MOST_UNCLEAR) this.timers.delete(id)
      else this.lookLater(id, next)
    }
    this.timers.set(id, setTimeout(() => void look(), every).unref())
  }

  /** @returns the state for the next poll; undefined if there is nothing more to see */
  private async look(id: string, seen: Seen): Promise<Seen | undefined> {
    const run = await this.parts.read(id)
    if (run === undefined) return undefined
    const { state } = run
    if (isLive(state)) {
      await this.parts.tell(id)
      return { state, unclear: 0 }
    }
    if (state !== seen.state || !isEndUnrecorded(run)) await this.parts.tell(id)
    return isEndUnrecorded(run) ? { ...again(seen), state } : undefined
  }
}

interface Seen {
  /** As at the last look. */
  state?: Run['state']
  /** Looks in a row that did not show how the run ended. */
  unclear: number
}

const again = (seen: Seen): Seen => ({ ...seen, unclear: seen.unclear + 1 })

/**
 * Whether the trainer is gone and nobody has written how the run ended, as between the two: reading
 * such a run rebuilds its session as one whose host ended.
 */
export const isEndUnrecorded = ({ state, sessions }: Run): boolean => {
  const last = sessions.at(-1)
  const rebuilt = last?.error?.problem?.code === 'hostEnded'
  return state === 'interrupted' && (last?.endedAt === undefined || rebuilt)
}
