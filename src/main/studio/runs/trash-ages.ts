import { z } from 'zod'
import { CacheFile } from '../../storage/files/cache-file'

export const DAY_MS = 24 * 3_600_000
/** The most that an entry ages between two starts. */
const MAX_PER_START_MS = 7 * DAY_MS

const agesSchema = z.object({
  /** The latest time seen, in milliseconds. */
  seen: z.number().min(0),
  /** Milliseconds, by entry. */
  ages: z.record(z.string(), z.number().min(0)),
})

/**
 * The ages of the trash's entries. A clock that is wrong at one start must not empty the trash, so
 * ages are counted from start to start: a jump ahead counts as at most a week, and time that was
 * seen before does not count again. A clock that is wrong now and then only lengthens the time for
 * which a run is kept.
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
    const seen = before?.seen ?? now
    const known = new Map(Object.entries(before?.ages ?? {}))
    const ages = new Map(
      entries.map(({ entry, deletedAt }) => {
        const age = known.get(entry)
        const start = age === undefined ? deletedAt.getTime() : seen
        return [entry, (age ?? 0) + withinBounds(now - start)]
      }),
    )
    if (ages.size > 0 || known.size > 0) {
      await this.file.write({ seen: Math.max(0, now, seen), ages: Object.fromEntries(ages) })
    }
    return ages
  }
}

const withinBounds = (elapsed: number): number => Math.min(Math.max(0, elapsed), MAX_PER_START_MS)
