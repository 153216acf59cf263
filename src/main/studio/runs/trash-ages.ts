import { z } from 'zod'
import { CacheFile } from '../../storage/files/cache-file'

export const DAY_MS = 24 * 3_600_000
/** The most that an entry ages between two starts. */
const MAX_PER_START_MS = 7 * DAY_MS

const agesSchema = z.object({
  /** The time from which the next start counts, in milliseconds. */
  seen: z.number().min(0),
  /** The latest time ever seen, which may have been wrong; older files lack it. */
  furthest: z.number().min(0).optional(),
  /** Milliseconds, by entry. */
  ages: z.record(z.string(), z.number().min(0)),
})

/**
 * The ages of the trash's entries. A clock that is wrong at one start must not empty the trash, so
 * ages are counted from start to start: a jump ahead counts as at most a week, and a time that was
 * seen before does not count again. If the clock is set back by more than a week, it was wrong before:
 * time counts from the new time, so that runs do not stay until the wrong one comes.
 */
export class TrashAges {
  private readonly file: CacheFile<z.infer<typeof agesSchema>>

  constructor(root: string) {
    this.file = new CacheFile(root, 'trash.json', agesSchema)
  }

  /**
   * Counts the time since the last start.
   *
   * @param entries everything in the trash
   * @returns the ages in milliseconds, by entry
   * @throws StudioError `storage` if the ages cannot be recorded
   */
  async count(
    entries: readonly { entry: string; deletedAt: Date }[],
    now: number,
  ): Promise<ReadonlyMap<string, number>> {
    const before = this.file.read()
    const { seen = now, furthest = seen } = before ?? {}
    const known = new Map(Object.entries(before?.ages ?? {}))
    const ages = new Map(
      entries.map(({ entry, deletedAt }) => {
        const age = known.get(entry)
        const passed =
          age === undefined
            ? withinBounds(now - deletedAt.getTime())
            : timePassed(now, { seen, furthest })
        return [entry, (age ?? 0) + passed]
      }),
    )
    if (ages.size > 0 || known.size > 0) {
      await this.file.write({
        seen: Math.max(0, now < seen - MAX_PER_START_MS ? now : Math.max(now, seen)),
        furthest: Math.max(0, now, furthest),
        ages: Object.fromEntries(ages),
      })
    }
    return ages
  }
}

/** The time to count since the last start, in milliseconds. */
function timePassed(now: number, { seen, furthest }: { seen: number; furthest: number }): number {
  // A jump to about the latest time seen may be to the same wrong time again.
  const repeats = now - seen > MAX_PER_START_MS && now > furthest - MAX_PER_START_MS
  return withinBounds(now - (repeats ? furthest : seen))
}

const withinBounds = (elapsed: number): number => Math.min(Math.max(0, elapsed), MAX_PER_START_MS)
