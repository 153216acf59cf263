import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import type { EngineSetup } from '../../../contract/engines'
import type { GenerateJob, GeneratorJob, ReplyBody } from '../../../contract/trainer'
import { readGuarded } from '../../disk/guarded'
import { MAX_WEIGHTS_BYTES } from '../../disk/limits'
import { onDisk } from '../../storage/files/disk-errors'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'

const IDLE_MS = 60_000

export type PixelsJob = Omit<GenerateJob, 'output'>
export type Pixels = Omit<ReplyBody<'generate'>, 'files'> & {
  /** [count, size, size, channels] */
  bytes: Uint8Array
}

/**
 * A process that generates images, one request at a time. It stays alive for a while with its
 * engine open and the last generator loaded, so further images are fast.
 */
export class GeneratorChild {
  private process: { trainer: TrainerProcess; engine: string } | undefined
  private queue: Promise<unknown> = Promise.resolve()
  private idle: NodeJS.Timeout | undefined
  private folder: Promise<string> | undefined
  private closed = false

  /** @param setup the best setup of the native engine on this machine, if known */
  constructor(
    private readonly launch: Launch,
    private readonly setup: () => EngineSetup | undefined = () => undefined,
  ) {}

  inspect(job: GeneratorJob): Promise<ReplyBody<'inspect'>> {
    return this.enqueue(async () =>
      (await this.trainerFor(job)).request('inspect', this.withSetup(job)),
    )
  }

  generate(job: PixelsJob): Promise<Pixels> {
    return this.enqueue(async () => {
      const trainer = await this.trainerFor(job)
      const file = await this.temporaryFile('.u8')
      try {
        const output = { kind: 'pixels' as const, file }
        const { files: _, ...reply } = await trainer.request('generate', {
          ...this.withSetup(job),
          output,
        })
        const bytes = await onDisk('read the images', file, () =>
          readGuarded(file, { maxBytes: MAX_WEIGHTS_BYTES }),
        )
        return { ...reply, bytes }
      } finally {
        await fs.promises.rm(file, { force: true })
      }
    })
  }

  /** Returns a path for a temporary file, which is deleted at the latest by {@link close}. */
  async temporaryFile(extension: string): Promise<string> {
    this.folder ??= fs.promises.mkdtemp(path.join(tmpdir(), 'gan-studio-'))
    return path.join(await this.folder, `${randomBytes(8).toString('hex')}${extension}`)
  }

  async close(): Promise<void> {
    this.closed = true
    await this.end()
    const folder = await this.folder
    if (folder !== undefined) await fs.promises.rm(folder, { recursive: true, force: true })
  }

  private withSetup<T extends GeneratorJob>(job: T): T {
    const setup = this.setup()
    return setup === undefined ? job : { ...job, setup }
  }

  private async enqueue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue
      .catch(() => undefined)
      .then(async () => {
        if (this.closed) throw problemError('usage', 'studioClosing', {})
        clearTimeout(this.idle)
        try {
          return await work()
        } catch (error) {
          throw withoutRunAdvice(error)
        } finally {
          this.idle = setTimeout(() => void this.end(), IDLE_MS).unref()
        }
      })
    this.queue = turn
    return turn
  }

  /**
   * Uses a new process for each engine, since some engines cannot be reopened with another number
   * of threads.
   */
  private async trainerFor({ engine, threads }: GeneratorJob): Promise<TrainerProcess> {
    const engineKey = `${engine}/${threads}`
    if (this.process !== undefined && this.process.engine !== engineKey) await this.end()
    if (this.process === undefined) {
      const trainer = new TrainerProcess(this.launch, () => undefined)
      const started = { trainer, engine: engineKey }
      this.process = started
      void trainer.exited.then(() => {
        if (this.process === started) this.process = undefined
      })
    }
    return this.process.trainer
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle)
    const ended = this.process
    this.process = undefined
    await ended?.trainer.kill()
  }
}

/** Replaces the error for a trainer that died, whose text is about runs. */
function withoutRunAdvice(error: unknown): unknown {
  if (!(error instanceof StudioError) || error.code !== 'training') return error
  return problemError(
    'engine',
    'noImagesMade',
    { why: asNotice(error, { remedy: false }) },
    { cause: error },
  )
}
