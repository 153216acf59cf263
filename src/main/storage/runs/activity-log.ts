import fs from 'node:fs'
import { activityLineSchema, newestLines, withoutAbandoned } from '../../../contract/activity'
import type { ActivityLine } from '../../../contract/activity'
import { StudioError } from '../../../contract/errors'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { openToAppend } from '../../disk/guarded'
import { readLogText } from '../files/read-log'
import { activityFile } from './paths'

/** Lines kept per run. */
export const MAX_LINES = 2000
/** Maximum length of a line's text in characters; longer text is cut. */
const MAX_TEXT = 2000
/** Maximum bytes read; no log written by this program is larger. */
const MAX_BYTES = 16 * 1024 * 1024

/**
 * Reads the activity log of a run, oldest line first, without damaged lines or an incomplete last
 * line. Empty if there is no file.
 *
 * @throws StudioError `storage`
 */
export async function readActivity(runDir: string): Promise<ActivityLine[]> {
  const text = readText(activityFile(runDir)).catch((error: unknown) => {
    // A folder or pipe in its place: the session that could not write there warned about it.
    if (error instanceof StudioError && error.code === 'checkpoint') return ''
    throw error
  })
  return linesIn(await text)
}

/** A session's times are unique: a line with an earlier one's was rewritten after a failure. */
function linesIn(text: string): ActivityLine[] {
  const byTime = new Map<string, ActivityLine>()
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const parsed = parseLine(line)
    if (parsed !== undefined) byTime.set(`${parsed.at} ${parsed.session ?? ''}`, parsed)
  }
  return [...byTime.values()]
}

const readText = (file: string): Promise<string> =>
  readLogText(file, { doing: 'read the activity log', maxBytes: MAX_BYTES })

function parseLine(line: string): ActivityLine | undefined {
  try {
    return activityLineSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

const serialize = (lines: readonly ActivityLine[]): string =>
  lines.map((line) => `${JSON.stringify(withinBounds(line))}\n`).join('')

/** Limits the length of a line: an error may quote a whole file. */
function withinBounds(line: ActivityLine): ActivityLine {
  const { problem, ...rest } = line
  const text = rest.text?.slice(0, MAX_TEXT)
  const words = text === undefined ? rest : { ...rest, text }
  if (problem === undefined || JSON.stringify(problem).length > MAX_TEXT) return words
  return { ...words, problem }
}

/** The activity log of a run that this host is training. */
export class ActivityLog {
  /** Lines not written yet. */
  private waiting: ActivityLine[] = []
  private writing: Promise<void> = Promise.resolve()

  private constructor(
    private readonly file: string,
    private handle: fs.promises.FileHandle,
    /** Number of lines in the file. */
    private lines: number,
    /** True after a failure, which may leave a partial line. */
    private mayBeTorn: boolean,
  ) {}

  /**
   * Opens the log for appending, creating it if necessary.
   *
   * @returns the log, and the time of its last line in milliseconds since the epoch
   * @throws StudioError `storage`
   */
  static async open(runDir: string): Promise<{ log: ActivityLog; lastAt: number }> {
    const file = activityFile(runDir)
    const text = await readText(file)
    const lines = linesIn(text)
    const lastAt = Math.max(0, ...lines.slice(-1).map(({ at }) => Date.parse(at)))
    return onDisk('open the activity log', file, async () => {
      const handle = await openToAppend(file)
      // The previous host may have died in the middle of a line.
      const torn = text !== '' && !text.endsWith('\n')
      return { log: new ActivityLog(file, handle, lines.length, torn), lastAt }
    })
  }

  /** Queues a line and returns immediately; lines are written in order. */
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
      if (this.lines > 2 * MAX_LINES) await this.shorten()
    })
  }

  /** Rewrites the file with only its newest lines, unless another file has replaced it. */
  private async shorten(): Promise<void> {
    const [own, there] = await Promise.all([
      this.handle.stat(),
      fs.promises.stat(this.file).catch(() => undefined),
    ])
    this.lines = 0
    if (there?.ino !== own.ino || there.dev !== own.dev) return
    const lines = linesIn(await readText(this.file))
    const kept = newestLines(withoutAbandoned(lines), MAX_LINES)
    await writeFileAtomic(this.file, serialize(kept))
    const old = this.handle
    this.handle = await openToAppend(this.file)
    await old.close()
    this.lines = kept.length
  }

  /**
   * Writes any queued lines and closes the file, even if writing fails.
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
