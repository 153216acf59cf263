import { newestLines } from '../../../contract/activity'
import { asNotice } from '../../../contract/errors'
import type { EngineInfo } from '../../../contract/engines'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { LogEntry } from '../../../contract/summary'
import { isoTime, LATEST } from '../../../contract/times'
import { ActivityLog, MAX_LINES } from '../../storage/runs/activity-log'
import { logWords, engineNotice } from './run-log'

const DAY_MS = 24 * 3_600_000

type Entry = Omit<LogEntry, 'at'>

/** The data for a session's first entries. */
interface SessionStart {
  code: 'started' | 'resumed'
  step: number
  /** The session's start in run.json. */
  startedAt: string
  engine: EngineInfo
  notes: readonly Notice[]
}

/**
 * The activity of one session: written to the run's folder and passed to a listener. If the log
 * cannot be written, training continues with a warning; missing entries are reconstructed from
 * other files when the run is next read.
 */
export class SessionActivity {
  private list: LogEntry[] = []
  /** Entries added before the session has started. */
  private pending: Entry[] = []
  private started = false
  /** The session's start in run.json; undefined before it is recorded there. */
  session: string | undefined
  private log: ActivityLog | undefined
  private lastAt = 0
  private listener: (entry: LogEntry) => void = () => undefined

  /** @param trainedSeconds of the session so far, excluding pauses */
  constructor(
    private readonly runDir: string,
    private readonly trainedSeconds: () => number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Oldest first; times increase strictly, and are later than those of earlier sessions. */
  get entries(): readonly LogEntry[] {
    return this.list
  }

  /** @returns why the log is not kept, if it cannot be */
  async start({ code, step, startedAt, engine, notes }: SessionStart): Promise<Notice | undefined> {
    const failure = await this.open()
    this.started = true
    this.session = startedAt
    this.add(code, step, engineNotice(engine))
    for (const note of notes) this.add('note', step, note)
    for (const { code, step, ...words } of this.pending.splice(0))
      this.append({ code, step, ...words })
    if (failure !== undefined) this.add('warning', step, failure)
    return failure
  }

  add(code: LogEntry['code'], step: number, words?: string | Notice): void {
    this.append({ code, step, ...logWords(words) })
  }

  /** Calls the listener for every entry, including earlier ones. */
  listen(listener: (entry: LogEntry) => void): void {
    this.listener = listener
    for (const entry of this.list) listener(entry)
  }

  /** Waits until all entries have been written. */
  async close(): Promise<void> {
    await this.log?.close().catch(() => undefined)
    this.log = undefined
  }

  private async open(): Promise<Notice | undefined> {
    try {
      const { log, lastAt } = await ActivityLog.open(this.runDir)
      this.log = log
      // A line may have the last valid time, after which no entry would have a time of its own.
      this.lastAt = Math.min(lastAt, LATEST - DAY_MS)
      return undefined
    } catch (error) {
      return notice('activityNotKept', { why: asNotice(error, { remedy: false }) })
    }
  }

  private append(entry: Entry): void {
    if (!this.started) {
      this.pending.push(entry)
      return
    }
    this.lastAt = Math.max(this.now(), this.lastAt + 1)
    const dated = { at: isoTime(this.lastAt), ...entry }
    this.list.push(dated)
    if (this.list.length > 2 * MAX_LINES) this.list = newestLines(this.list, MAX_LINES)
    const trainedSeconds = Math.round(this.trainedSeconds() * 1000) / 1000
    const session = this.session === undefined ? {} : { session: this.session }
    this.log?.add({ ...dated, trainedSeconds, ...session })
    this.listener(dated)
  }
}
