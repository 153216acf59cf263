import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import { framesOf, largestScale } from './gallery-export'
import type { ExportJob } from './gallery-export'
import { exportGif } from './export-gif'
import { exportWebm, webmType } from './export-webm'

export type Format = 'gif' | 'webm'

interface Source extends Pick<ExportJob, 'steps' | 'load' | 'crop'> {
  /** Size of one frame at scale 1. */
  width: number
  height: number
}

/** Making one file of a timeline: the choices, how far it is, and how it ended. */
export class Exporting {
  format = $state<Format>('gif')
  stride = $state(1)
  delay = $state(120)
  scale = $state(2)
  progress = $state<{ done: number; total: number }>()
  problem = $state.raw<ErrorReport>()
  readonly webm = webmType() !== undefined
  private aborter: AbortController | undefined

  readonly frames = $derived.by(() =>
    Number.isInteger(this.stride) && this.stride > 0
      ? framesOf({ steps: this.source.steps, stride: this.stride }).length
      : 0,
  )
  /** 0 where the frames are too many for their size. */
  readonly mostScale = $derived.by(() =>
    largestScale(this.source.width, this.source.height, this.frames),
  )
  readonly usedScale = $derived.by(() => Math.min(this.scale, this.mostScale))
  readonly seconds = $derived(((this.frames || 0) * this.delay) / 1000)
  readonly possible = $derived(
    this.frames > 0 && this.mostScale > 0 && this.delay >= 20 && this.delay <= 5000,
  )

  constructor(private readonly source: Source) {}

  /** @returns the file, or undefined if it was cancelled or failed */
  async run(): Promise<Blob | undefined> {
    this.aborter = new AbortController()
    this.problem = undefined
    this.progress = { done: 0, total: this.frames }
    const { steps, load, crop } = this.source
    const { stride, delay, usedScale: scale } = this
    const { signal } = this.aborter
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

  callOff(): void {
    this.aborter?.abort()
  }
}
