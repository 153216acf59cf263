import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import { framesOf, maxScaleFor } from './frames'
import type { ExportJob } from './frames'
import { exportGif } from './export-gif'
import { exportWebm, webmType } from './export-webm'

export type Format = 'gif' | 'webm'

interface Source extends Pick<ExportJob, 'steps' | 'load' | 'crop'> {
  /** Size of one frame at scale 1. */
  width: number
  height: number
}

/** An export of the timeline: its options, progress and error. */
export class GalleryExport {
  format = $state<Format>('gif')
  stride = $state(1)
  delay = $state(120)
  scale = $state(2)
  progress = $state<{ done: number; total: number }>()
  problem = $state.raw<ErrorReport>()
  readonly webm = webmType() !== undefined
  private abortController: AbortController | undefined

  readonly frames = $derived.by(() =>
    Number.isInteger(this.stride) && this.stride > 0
      ? framesOf({ steps: this.source.steps, stride: this.stride }).length
      : 0,
  )
  /** The largest valid scale; 0 if there are too many frames. */
  readonly maxScale = $derived.by(() =>
    maxScaleFor(this.source.width, this.source.height, this.frames),
  )
  readonly effectiveScale = $derived.by(() => Math.min(this.scale, this.maxScale))
  readonly seconds = $derived(((this.frames || 0) * this.delay) / 1000)
  readonly valid = $derived(
    this.frames > 0 && this.maxScale > 0 && this.delay >= 20 && this.delay <= 5000,
  )

  constructor(private readonly source: Source) {}

  /** @returns the file, or undefined if it was cancelled or failed */
  async run(): Promise<Blob | undefined> {
    this.abortController = new AbortController()
    this.problem = undefined
    this.progress = { done: 0, total: this.frames }
    const { steps, load, crop } = this.source
    const { stride, delay, effectiveScale: scale } = this
    const { signal } = this.abortController
    const onProgress = (done: number, total: number) => (this.progress = { done, total })
    const job: ExportJob = { steps, load, crop, stride, delay, scale, onProgress, signal }
    try {
      return await (this.format === 'gif' ? exportGif(job) : exportWebm(job))
    } catch (error) {
      if (!signal.aborted) this.problem = toReport(error)
      return undefined
    } finally {
      this.progress = undefined
    }
  }

  cancel(): void {
    this.abortController?.abort()
  }
}
