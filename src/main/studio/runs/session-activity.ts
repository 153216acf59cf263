import { newestLines } from '../../../contract/activity'
import { asNotice } from '../../../contract/errors'
import type { EngineInfo } from '../../../contract/engines'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { LogEntry } from '../../../contract/summary'
import { ActivityLog, MAX_LINES } from '../../storage/runs/activity-log'
import { logWords, onEngine } from './run-log'

type Entry = Omit<LogEntry, 'at'>

/** The first entries of a session. */
interface Begun {
  code: 'started' | 'resumed'
  step: number
  engine: EngineInfo
  notes: readonly Notice[]
}

/**
 * The activity of one session, as it happens: saved in the run's folder, and reported to everyone
 * who listens. A log that cannot be written ends no training: the session says so in one warning,
 * and what is missing is found in other files when the run is next read.
 */
export class SessionActivity {
  private kept: LogEntry[] = []
  /** Before the session has begun. */
  private early: Entry[] = []
  private begun = false
  private log: ActivityLog | undefined
  private lastAt = 0
  private hear: (entry: LogEntry) => void = () => undefined

  /** @param trainedSeconds of the session so far, pauses left out */
  constructor(
    private readonly runDir: string,
    private readonly trainedSeconds: () => number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Oldest first; their times rise strictly, also after those of earlier sessions. */
  get entries(): readonly LogEntry[] {
    return this.kept
  }

  async begin({ code, step, engine, notes }: Begun): Promise<void> {
    const failure = await this.open()
    this.begun = true
    this.add(code, step, onEngine(engine))
    for (const note of notes) this.add('note', step, note)
    for (const { code, step, ...words } of this.early.splice(0)) this.keep({ code, step, ...words })
    if (failure !== undefined) this.add('warning', step, failure)
  }

  add(code: LogEntry['code'], step: number, words?: string | Notice): void {
    this.keep({ code, step, ...logWords(words) })
  }

  /** Receives every entry, earlier ones included. */
  listen(hear: (entry: LogEntry) => void): void {
    this.hear = hear
    for (const entry of this.kept) hear(entry)
  }

  /** Waits until the file has all of it. */
  async close(): Promise<void> {
    await this.log?.close().catch(() => undefined)
    this.log = undefined
  }

  private async open(): Promise<Notice | undefined> {
    try {
      const { log, lastAt } = await ActivityLog.open(this.runDir)
      this.log = log
      this.lastAt = lastAt
      return undefined
    } catch (error) {
      return notice('activityNotKept', { why: asNotice(error, { remedy: false }) })
    }
  }

  private keep(entry: Entry): void {
    if (!this.begun) {
      this.early.push(entry)
      return
    }
    this.lastAt = Math.max(this.now(), this.lastAt + 1)
    const dated = { at: new Date(this.lastAt).toISOString(), ...entry }
    this.kept.push(dated)
    if (this.kept.length > 2 * MAX_LINES) this.kept = newestLines(this.kept, MAX_LINES)
    this.log?.add({ ...dated, trainedSeconds: Math.round(this.trainedSeconds() * 1000) / 1000 })
    this.hear(dated)
  }
}
