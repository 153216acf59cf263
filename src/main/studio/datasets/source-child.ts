import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Preview, PreviewRequest } from '../../../contract/datasets/preview'
import type { SourceDescription, SourceRequest } from '../../../contract/datasets/source'
import { problemError, StudioError } from '../../../contract/errors'
import { readGuarded } from '../../disk/guarded'
import { pathAsTyped } from '../../disk/path-as-typed'
import { MAX_IMAGE_BYTES } from '../../disk/limits'
import { IdleChild } from '../../trainer/launch/idle-child'
import type { Launch, TrainerProcess } from '../../trainer/launch/trainer-process'

/** Previews kept for the page to show. */
const MAX_KEPT = 8

/**
 * A process that describes sources and prepares images to show. A source that crashes a decoder
 * ends only this process.
 */
export class SourceChild {
  private readonly child: IdleChild
  private readonly previews = new Map<string, Uint8Array>()

  /** @param recognise adds to a description what is known about its images */
  constructor(
    launch: Launch,
    private readonly recognise = (found: SourceDescription) => Promise.resolve(found),
  ) {
    this.child = new IdleChild(launch)
  }

  /** @param ticket what {@link cancel} takes */
  async describe(source: SourceRequest, ticket?: string): Promise<SourceDescription> {
    const path = pathAsTyped(source.path)
    const request = { source: { ...source, path }, ...(ticket === undefined ? {} : { ticket }) }
    const found = await this.use((child) => child.request('describeSource', request))
    // Images can be used even if they could not be recognised.
    return this.recognise(found).catch(() => found)
  }

  /** Ends a description that is being made. */
  async cancel(ticket: string): Promise<void> {
    if (!this.child.isRunning) return
    await this.child
      .use((child) => child.request('cancelSource', { ticket }))
      .catch(() => undefined)
  }

  async preview(request: PreviewRequest): Promise<Preview> {
    const id = randomBytes(8).toString('hex')
    const file = await this.child.temporaryFile('.png')
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

  close(): Promise<void> {
    return this.child.close()
  }

  private keep(id: string, png: Uint8Array): void {
    this.previews.set(id, png)
    const [oldest] = this.previews.keys()
    if (this.previews.size > MAX_KEPT && oldest !== undefined) this.previews.delete(oldest)
  }

  private async use<T>(work: (child: TrainerProcess) => Promise<T>): Promise<T> {
    try {
      return await this.child.use(work)
    } catch (error) {
      if (!(error instanceof StudioError) || error.code !== 'training') throw error
      throw problemError('data', 'sourceReaderDied', {}, { cause: error })
    }
  }
}
