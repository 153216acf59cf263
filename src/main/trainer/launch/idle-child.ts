import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TrainerProcess } from './trainer-process'
import type { Launch } from './trainer-process'

const IDLE_MS = 60_000

/**
 * A process that starts when it is needed and ends when it has not been used for a while, with a
 * folder for temporary files.
 */
export class IdleChild {
  private process: TrainerProcess | undefined
  private idle: NodeJS.Timeout | undefined
  /** Uses that have not ended. */
  private active = 0
  private folder: Promise<string> | undefined

  constructor(private readonly launch: Launch) {}

  get isRunning(): boolean {
    return this.process !== undefined
  }

  /** Lends the process; if it dies, the next use gets another one. */
  async use<T>(work: (child: TrainerProcess) => Promise<T>): Promise<T> {
    clearTimeout(this.idle)
    this.active++
    this.process ??= this.begin()
    try {
      return await work(this.process)
    } finally {
      this.active--
      if (this.active === 0) this.idle = setTimeout(() => void this.end(), IDLE_MS).unref()
    }
  }

  /** Returns a path for a temporary file, which is deleted at the latest by {@link close}. */
  async temporaryFile(extension: string): Promise<string> {
    this.folder ??= mkdtemp(join(tmpdir(), 'gan-studio-'))
    return join(await this.folder, `${randomBytes(8).toString('hex')}${extension}`)
  }

  /** Ends the process now; the next use starts another one. */
  async end(): Promise<void> {
    clearTimeout(this.idle)
    const ended = this.process
    this.process = undefined
    await ended?.kill()
  }

  /** Ends the process and deletes the temporary files. */
  async close(): Promise<void> {
    await this.end()
    const folder = await this.folder
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }

  private begin(): TrainerProcess {
    const child = new TrainerProcess(this.launch, () => undefined)
    void child.exited.then(() => {
      if (this.process === child) this.process = undefined
    })
    return child
  }
}
