import { problemError } from '../../../../contract/errors'
import type { Rectangle } from '../../../images/grid-geometry'
import { everyNth } from '../gallery-playback'

/*
 * Frames of an export. They are loaded one at a time, but a GIF is encoded from all of them, so the
 * total size is limited.
 */

/** Maximum number of pixels in all frames; each takes 4 bytes during encoding. */
const MAX_PIXELS = 60_000_000
const MAX_SCALE = 8

interface ExportPlan {
  /** Every n-th grid is a frame. */
  stride: number
  /** Milliseconds per frame. */
  delay: number
  /** Integer factor by which frames are enlarged. */
  scale: number
}

export interface ExportJob extends ExportPlan {
  steps: readonly number[]
  load: (step: number) => Promise<ImageBitmap>
  /** The part of each grid to export; the whole grid if absent. */
  crop?: Rectangle | undefined
  onProgress: (done: number, total: number) => void
  signal: AbortSignal
}

/** Returns the largest scale, up to 8, within the pixel limit; 0 if scale 1 exceeds it. */
export function maxScaleFor(width: number, height: number, frames: number): number {
  for (let scale = MAX_SCALE; scale > 0; scale--) {
    if (width * height * scale * scale * frames <= MAX_PIXELS) return scale
  }
  return 0
}

/** Returns the steps that become frames. */
export const framesOf = ({ steps, stride }: Pick<ExportJob, 'steps' | 'stride'>): number[] =>
  everyNth(steps.length, stride).flatMap((i) => steps[i] ?? [])

/** Draws each frame and passes the canvas to `use`. @throws StudioError if a grid cannot be read */
export async function forEachFrame(
  job: ExportJob,
  use: (canvas: HTMLCanvasElement, context: CanvasRenderingContext2D) => Promise<void>,
): Promise<void> {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw problemError('internal', 'noCanvas', {})
  const frames = framesOf(job)
  for (const [i, step] of frames.entries()) {
    job.signal.throwIfAborted()
    const bitmap = await job.load(step)
    drawFrame(context, bitmap, job)
    bitmap.close()
    await use(canvas, context)
    job.onProgress(i + 1, frames.length)
  }
}

function drawFrame(
  context: CanvasRenderingContext2D,
  bitmap: ImageBitmap,
  { crop, scale }: Pick<ExportJob, 'crop' | 'scale'>,
): void {
  const part = crop ?? { x: 0, y: 0, width: bitmap.width, height: bitmap.height }
  const { canvas } = context
  if (canvas.width !== part.width * scale) canvas.width = part.width * scale
  if (canvas.height !== part.height * scale) canvas.height = part.height * scale
  context.imageSmoothingEnabled = false
  const { x, y, width, height } = part
  context.drawImage(bitmap, x, y, width, height, 0, 0, canvas.width, canvas.height)
}
