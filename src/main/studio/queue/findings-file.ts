import { z } from 'zod'
import { CacheFile } from '../../storage/files/cache-file'
import type { Findings } from './throughput'

/* The queue's measurements of this machine, in the data folder's cache. */

/** The maximum number of machines, and of entries for each. */
const KEPT = 200

const amounts = z.record(z.string(), z.number().positive())
const entrySchema = z.object({
  /** The conditions: version of the studio, machine and native engine. */
  stamp: z.string(),
  alone: amounts.default({}),
  totals: amounts.default({}),
  /** The peak memory of runs, in bytes, by the settings that it depends on. */
  peaks: amounts.default({}),
})
const cacheSchema = z.object({ schemaVersion: z.literal(1), machines: z.array(entrySchema) })
type Entry = z.infer<typeof entrySchema>

export class FindingsFile {
  private readonly cache: CacheFile<z.infer<typeof cacheSchema>>

  constructor(
    root: string,
    private readonly stamp: string,
  ) {
    this.cache = new CacheFile(root, 'queue-findings.json', cacheSchema)
  }

  read(): Findings & { peaks: Readonly<Record<string, number>> } {
    const { alone, totals, peaks } = this.own(this.cache.read()?.machines)
    return { alone, totals, peaks }
  }

  /** Replaces these findings; those of other machines and versions stay. @throws StudioError `storage` */
  async write(change: Partial<Omit<Entry, 'stamp'>>): Promise<void> {
    await this.cache.update((known) => {
      const others = (known?.machines ?? []).filter(({ stamp }) => stamp !== this.stamp)
      const next = { ...this.own(known?.machines), ...change }
      const own = { ...next, alone: newest(next.alone), peaks: newest(next.peaks) }
      return { schemaVersion: 1, machines: [own, ...others].slice(0, KEPT) }
    })
  }

  private own(machines: readonly Entry[] = []): Entry {
    const empty: Entry = { stamp: this.stamp, alone: {}, totals: {}, peaks: {} }
    return machines.find(({ stamp }) => stamp === this.stamp) ?? empty
  }
}

const newest = (all: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(all).slice(-KEPT))
