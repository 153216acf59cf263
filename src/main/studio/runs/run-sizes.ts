import fs from 'node:fs'
import { join } from 'node:path'
import { unlessMissing } from '../../disk/errno'

/** Number of folders measured concurrently. */
const MAX_CONCURRENT = 2
/**
 * Minimum time between two measurements of a run, so that frequent samples do not keep the disk
 * busy.
 */
const MIN_INTERVAL_MS = 1000

/**
 * Measures the sizes of runs on disk in the background, since a folder may contain thousands of
 * files.
 */
export class RunSizes {
  private readonly known = new Map<string, number>()
  private readonly waiting = new Map<string, string>()
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private busy = 0

  /** @param onChange called for each run whose size became known or changed */
  constructor(private readonly onChange: (id: string) => void) {}

  /** 0 until it has been measured. */
  of(id: string): number {
    return this.known.get(id) ?? 0
  }

  has(id: string): boolean {
    return this.known.has(id)
  }

  /** Measures immediately on the first call, later within a second. */
  refresh(id: string, dir: string): void {
    if (!this.known.has(id)) return this.enqueue(id, dir)
    if (this.timers.has(id)) return
    const timer = setTimeout(() => {
      this.timers.delete(id)
      this.enqueue(id, dir)
    }, MIN_INTERVAL_MS)
    this.timers.set(id, timer.unref())
  }

  forget(id: string): void {
    this.known.delete(id)
    this.waiting.delete(id)
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.waiting.clear()
  }

  private enqueue(id: string, dir: string): void {
    this.waiting.set(id, dir)
    void this.work()
  }

  private async work(): Promise<void> {
    if (this.busy >= MAX_CONCURRENT) return
    this.busy++
    for (;;) {
      const [next] = this.waiting
      if (next === undefined) break
      const [id, dir] = next
      this.waiting.delete(id)
      await this.measure(id, dir)
    }
    this.busy--
  }

  private async measure(id: string, dir: string): Promise<void> {
    const bytes = await folderSize(dir).catch(() => undefined)
    // If the folder cannot be read now, it is measured when it changes again.
    if (bytes === undefined || bytes === this.known.get(id)) return
    this.known.set(id, bytes)
    this.onChange(id)
  }
}

/** The total bytes of all files below a folder; undefined if it does not exist. */
export async function folderSize(dir: string): Promise<number | undefined> {
  const entries = await unlessMissing(fs.promises.readdir(dir, { withFileTypes: true }))
  if (entries === undefined) return undefined
  let bytes = 0
  for (const entry of entries) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) bytes += (await folderSize(path)) ?? 0
    else bytes += (await unlessMissing(fs.promises.lstat(path)))?.size ?? 0
  }
  return bytes
}
