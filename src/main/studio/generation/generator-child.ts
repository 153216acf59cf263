import { rm } from 'node:fs/promises'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import type { EngineSetup } from '../../../contract/engines'
import type { GeneratorJob } from '../../../contract/generator-job'
import type { GenerateJob, ReplyBody } from '../../../contract/trainer'
import { readGuarded } from '../../disk/guarded'
import { MAX_WEIGHTS_BYTES } from '../../disk/limits'
import { onDisk } from '../../storage/files/disk-errors'
import { IdleChild } from '../../trainer/launch/idle-child'
import type { Launch, TrainerProcess } from '../../trainer/launch/trainer-process'

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
  private readonly child: IdleChild
  /** The engine of the process, and its number of threads. */
  private engine: string | undefined
  private queue: Promise<unknown> = Promise.resolve()
  private closed = false

  /** @param setup the best setup of the native engine on this machine, if known */
  constructor(
    launch: Launch,
    private readonly setup: () => EngineSetup | undefined = () => undefined,
  ) {
    this.child = new IdleChild(launch)
  }

  inspect(job: GeneratorJob): Promise<ReplyBody<'inspect'>> {
    return this.enqueue(job, (trainer) => trainer.request('inspect', this.withSetup(job)))
  }

  generate(job: PixelsJob): Promise<Pixels> {
    return this.enqueue(job, async (trainer) => {
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
        await rm(file, { force: true })
      }
    })
  }

  /** Returns a path for a temporary file, which is deleted at the latest by {@link close}. */
  temporaryFile(extension: string): Promise<string> {
    return this.child.temporaryFile(extension)
  }

  close(): Promise<void> {
    this.closed = true
    return this.child.close()
  }

  private withSetup<T extends GeneratorJob>(job: T): T {
    const setup = this.setup()
    return setup === undefined ? job : { ...job, setup }
  }

  private async enqueue<T>(
    job: GeneratorJob,
    work: (trainer: TrainerProcess) => Promise<T>,
  ): Promise<T> {
    const turn = this.queue
      .catch(() => undefined)
      .then(async () => {
        if (this.closed) throw problemError('usage', 'studioClosing', {})
        await this.useEngineOf(job)
        try {
          return await this.child.use(work)
        } catch (error) {
          throw withoutRunAdvice(error)
        }
      })
    this.queue = turn
    return turn
  }

  /**
   * Uses a new process for each engine, since some engines cannot be reopened with another number
   * of threads.
   */
  private async useEngineOf({ engine, threads }: GeneratorJob): Promise<void> {
    const wanted = `${engine}/${threads}`
    if (this.engine !== wanted) await this.child.end()
    this.engine = wanted
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
