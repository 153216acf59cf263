import { problemError } from '../../../../contract/errors'
import { forEachFrame } from './frames'
import type { ExportJob } from './frames'

const TYPES = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm']

/** Returns the WebM MIME type that the browser can record; undefined if none. */
export function webmType(): string | undefined {
  if (typeof MediaRecorder === 'undefined') return undefined
  if (!('captureStream' in HTMLCanvasElement.prototype)) return undefined
  return TYPES.find((type) => MediaRecorder.isTypeSupported(type))
}

/**
 * Exports the timeline as a WebM video. Recording takes as long as the video.
 *
 * @throws StudioError if a grid cannot be read, recording fails, or the job is cancelled
 */
export async function exportWebm(job: ExportJob): Promise<Blob> {
  const mimeType = webmType()
  if (mimeType === undefined) throw problemError('internal', 'noWebm', {})
  const chunks: Blob[] = []
  let recorder: MediaRecorder | undefined
  await forEachFrame(job, async (canvas) => {
    recorder ??= record(canvas, mimeType, chunks)
    requestFrame(recorder.stream)
    await wait(job.delay)
  })
  if (recorder === undefined) throw problemError('usage', 'nothingToRecord', {})
  await stopped(recorder)
  return new Blob(chunks, { type: 'video/webm' })
}

function record(canvas: HTMLCanvasElement, mimeType: string, chunks: Blob[]): MediaRecorder {
  // With 0 frames per second, frames are recorded on request.
  const recorder = new MediaRecorder(canvas.captureStream(0), {
    mimeType,
    videoBitsPerSecond: 8_000_000,
  })
  recorder.ondataavailable = ({ data }) => chunks.push(data)
  recorder.start()
  return recorder
}

function requestFrame(stream: MediaStream): void {
  for (const track of stream.getVideoTracks()) {
    if ('requestFrame' in track) (track as CanvasCaptureMediaStreamTrack).requestFrame()
  }
}

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

function stopped(recorder: MediaRecorder): Promise<void> {
  return new Promise((resolve, reject) => {
    recorder.onstop = () => resolve()
    recorder.onerror = () => reject(problemError('internal', 'recordingFailed', {}))
    recorder.stop()
  })
}
