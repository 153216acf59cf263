import fs from 'node:fs'
import { activityLineSchema, newestLines, withoutAbandoned } from '../../../contract/activity'
import type { ActivityLine } from '../../../contract/activity'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { openToAppend } from '../../disk/guarded'
import { openIfThere } from '../files/open-file'
import { activityFile } from './paths'

/** Lines kept of each run. */
export const MOST_LINES = 2000
/** Of a line's words; what is longer is cut. */
const MOST_WORDS = 2000
/** Read of a file: no log that this program wrote is larger. */
const MOST_BYTES = 16 * 1024 * 1024

/**
 * The activity log of a run, oldest line first. Damaged lines are left out; so is a last line
 * without a line break. A run without the file has none.
 *
 * @throws StudioError `storage`
 */
export async function readActivity(runDir: string): Promise<ActivityLine[]> {
  return linesIn(await readText(activityFile(runDir)))
}

/** Times rise, so a line with the time of an earlier one was written again after a failure. */
function linesIn(text: string): ActivityLine[] {
  const byTime = new Map<string, ActivityLine>()
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const parsed = parseLine(line)
    if (parsed !== undefined) byTime.set(parsed.at, parsed)
  }
  return [...byTime.values()]
}

/** The newest part, where the file is too large to be one of ours. */
async function readText(file: string): Promise<string> {
  return onDisk('read the activity log', file, async () => {
    const handle = await openIfThere(file, { most: Infinity, code: 'checkpoint' })
    if (handle === undefined) return ''
    try {
      const { size } = await handle.stat()
      const length = Math.min(size, MOST_BYTES)
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(length),
        0,
        length,
        size - length,
      )
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await handle.close()
    }
  })
}

function parseLine(line: string): ActivityLine | undefined {
  try {
    return activityLineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

const serialize = (lines: readonly ActivityLine[]): string =>
  lines.map((line) => `${JSON.stringify(withinBounds(line))}\n`).join('')

/** An error may quote a whole file. */
function withinBounds(line: ActivityLine): ActivityLine {
  const { problem, ...rest } = line
  const text = rest.text?.slice(0, MOST_WORDS)
  const words = text === undefined ? rest : { ...rest, text }
  if (problem === undefined || JSON.stringify(problem).length > MOST_WORDS) return words
  return { ...words, problem }
}

/** The activity log of the run that this host trains. */
export class ActivityLog {
  /** Not written yet. */
  private waiting: ActivityLine[] = []
  private writing: Promise<void> = Promise.resolve()

  private constructor(
    private readonly file: string,
    private handle: fs.promises.FileHandle,
    /** In the file. */
    private lines: number,
    /** After a failure a part of a line may be there. */
    private mayBeTorn: boolean,
  ) {}

  /**
   * Opens the log to append to, making it if need be.
   *
   * @returns the log, and the time of its last line in milliseconds
   * @throws StudioError `storage`
   */
  static async open(runDir: string): Promise<{ log: ActivityLog; lastAt: number }> {
    const file = activityFile(runDir)
    const text = await readText(file)
    const lines = linesIn(text)
    const lastAt = Math.max(0, ...lines.slice(-1).map(({ at }) => Date.parse(at)))
    return onDisk('open the activity log', file, async () => {
      const handle = await openToAppend(file)
      // The host before may have died within a line.
      const torn = text !== '' && !text.endsWith('\n')
      return { log: new ActivityLog(file, handle, lines.length, torn), lastAt }
    })
  }

  /** Takes a line and returns at once; it is written as soon as those before it are. */
  add(line: ActivityLine): void {
    this.waiting.push(line)
    this.writing = this.writing.catch(() => undefined).then(() => this.write())
    // Lines that could not be written are written with the next one; `close` reports a failure.
    this.writing.catch(() => undefined)
  }

  private async write(): Promise<void> {
    const waiting = [...this.waiting]
    if (waiting.length === 0) return
    await onDisk('write the activity log', this.file, async () => {
      const start = this.mayBeTorn ? '\n' : ''
      this.mayBeTorn = true
      await this.handle.writeFile(`${start}${serialize(waiting)}`)
      this.mayBeTorn = false
      this.lines += waiting.length
      this.waiting = this.waiting.slice(waiting.length)
      if (this.lines > 2 * MOST_LINES) await this.shorten()
    })
  }

  /** Rewrites the file with its newest lines, unless another file has taken its place. */
  private async shorten(): Promise<void> {
    const [own, there] = await Promise.all([
      this.handle.stat(),
      fs.promises.stat(this.file).catch(() => undefined),
    ])
    this.lines = 0
    if (there?.ino !== own.ino || there.dev !== own.dev) return
    const lines = linesIn(await readText(this.file))
    const kept = newestLines(withoutAbandoned(lines), MOST_LINES)
    await writeFileAtomic(this.file, serialize(kept))
    const old = this.handle
    this.handle = await openToAppend(this.file)
    await old.close()
    this.lines = kept.length
  }

  /**
   * Writes what is left and closes, also when that fails.
   *
   * @throws StudioError `storage`
   */
  async close(): Promise<void> {
    try {
      await this.writing.catch(() => undefined)
      await this.write()
    } finally {
      await this.handle.close()
    }
  }
}
