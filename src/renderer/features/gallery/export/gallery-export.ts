import { problemError } from '../../../../contract/errors'
import type { Rectangle } from '../../../images/grid-geometry'
import { strided } from '../gallery-playback'

/*
 * A timeline as one file. Frames are read one at a time; a GIF needs all of them at once in the
 * end, so its size has a limit.
 */

/** Pixels that the frames of one file may have together: 4 bytes each while a GIF is made. */
const MOST_PIXELS = 60_000_000
const LARGEST_SCALE = 8

interface ExportPlan {
  /** Every n-th grid is a frame. */
  stride: number
  /** Milliseconds a frame. */
  delay: number
  /** Whole factor of the frames' size. */
  scale: number
}

export interface ExportJob extends ExportPlan {
  steps: readonly number[]
  load: (step: number) => Promise<ImageBitmap>
  /** The part of each grid that is shown; all of it where absent. */
  crop?: Rectangle | undefined
  onProgress: (done: number, total: number) => void
  signal: AbortSignal
}

/** The largest scale, up to 8, at which the frames fit; 0 where not even the smallest does. */
export function largestScale(width: number, height: number, frames: number): number {
  for (let scale = LARGEST_SCALE; scale > 0; scale--) {
    if (width * height * scale * scale * frames <= MOST_PIXELS) return scale
  }
  return 0
}

/** The steps that become frames. */
export const framesOf = ({ steps, stride }: Pick<ExportJob, 'steps' | 'stride'>): number[] =>
  strided(steps.length, stride).flatMap((i) => steps[i] ?? [])

/** Draws each frame in turn and hands over the canvas. */
export async function eachFrame(
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
