import fs from 'node:fs'
import { join } from 'node:path'
import { unlessMissing } from '../../disk/errno'

/** Folders measured at once. */
const AT_ONCE = 2
/** Between two measurements of a run; a sample a step must not keep the disk busy. */
const LEAST_MS = 1000

/** Sizes of runs on disk, measured in the background, as a folder may hold thousands of files. */
export class RunSizes {
  private readonly known = new Map<string, number>()
  private readonly waiting = new Map<string, string>()
  private readonly timers = new Map<string, NodeJS.Timeout>()
  private busy = 0

  /** @param onChange called for each run whose size became known or changed */
  constructor(private readonly onChange: (id: string) => void) {}

  /** 0 until it was measured. */
  of(id: string): number {
    return this.known.get(id) ?? 0
  }

  has(id: string): boolean {
    return this.known.has(id)
  }

  /** Measures immediately at the first call, and then again within a second. */
  refresh(id: string, dir: string): void {
    if (!this.known.has(id)) return this.enqueue(id, dir)
    if (this.timers.has(id)) return
    const timer = setTimeout(() => {
      this.timers.delete(id)
      this.enqueue(id, dir)
    }, LEAST_MS)
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
    if (this.busy >= AT_ONCE) return
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
    // A folder that cannot be read now is measured when it next changes.
    if (bytes === undefined || bytes === this.known.get(id)) return
    this.known.set(id, bytes)
    this.onChange(id)
  }
}

/** The bytes of all files below a folder; undefined when it is not there. */
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
