import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import type { Preview, PreviewRequest } from '../../../contract/datasets/preview'
import type { SourceDescription, SourceRequest } from '../../../contract/datasets/source'
import { problemError, StudioError } from '../../../contract/errors'
import { readGuarded } from '../../disk/guarded'
import { pathAsTyped } from '../../disk/path-as-typed'
import { MAX_IMAGE_BYTES } from '../../disk/limits'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'

const IDLE_MS = 60_000
/** Previews kept for the page to show. */
const MAX_KEPT = 8

/**
 * A process that describes sources and prepares images to show. A source that crashes a decoder
 * ends only this process. It ends when it has not been used for a while.
 */
export class SourceChild {
  private process: TrainerProcess | undefined
  private idle: NodeJS.Timeout | undefined
  /** Requests that are not answered yet. */
  private active = 0
  private folder: Promise<string> | undefined
  private readonly previews = new Map<string, Uint8Array>()

  /** @param recognise adds to a description what is known about its images */
  constructor(
    private readonly launch: Launch,
    private readonly recognise = (found: SourceDescription) => Promise.resolve(found),
  ) {}

  /** @param ticket what {@link cancel} takes */
  async describe(source: SourceRequest, ticket?: string): Promise<SourceDescription> {
    const path = pathAsTyped(source.path)
    const request = { source: { ...source, path }, ...(ticket === undefined ? {} : { ticket }) }
    const found = await this.use((child) => child.request('describeSource', request))
    // Without what is known about them, images can be used as well.
    return this.recognise(found).catch(() => found)
  }

  /** Ends a description that is being made. */
  async cancel(ticket: string): Promise<void> {
    await this.process?.request('cancelSource', { ticket }).catch(() => undefined)
  }

  async preview(request: PreviewRequest): Promise<Preview> {
    const id = randomBytes(8).toString('hex')
    const file = join(await this.temporaryFolder(), `${id}.png`)
    try {
      const shown = await this.use((child) => child.request('previewSource', { request, file }))
      this.keep(id, await readGuarded(file, { maxBytes: MAX_IMAGE_BYTES }))
      return { id, ...shown }
    } finally {
      await rm(file, { force: true })
    }
  }

  /** The PNG of a recent preview. */
  sheet(id: string): Uint8Array | undefined {
    return this.previews.get(id)
  }

  async close(): Promise<void> {
    await this.end()
    const folder = await this.folder
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }

  private keep(id: string, png: Uint8Array): void {
    this.previews.set(id, png)
    const [oldest] = this.previews.keys()
    if (this.previews.size > MAX_KEPT && oldest !== undefined) this.previews.delete(oldest)
  }

  private temporaryFolder(): Promise<string> {
    this.folder ??= mkdtemp(join(tmpdir(), 'gan-studio-previews-'))
    return this.folder
  }

  private async use<T>(work: (child: TrainerProcess) => Promise<T>): Promise<T> {
    clearTimeout(this.idle)
    this.active++
    this.process ??= this.begin()
    try {
      return await work(this.process)
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'training') throw error
      throw problemError('data', 'sourceReaderDied', {}, { cause: error })
    } finally {
      this.active--
      if (this.active === 0) this.idle = setTimeout(() => void this.end(), IDLE_MS).unref()
    }
  }

  private begin(): TrainerProcess {
    const child = new TrainerProcess(this.launch, () => undefined)
    void child.exited.then(() => {
      if (this.process === child) this.process = undefined
    })
    return child
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle)
    const child = this.process
    this.process = undefined
    await child?.kill()
  }
}
