import { problemError } from '../../../../contract/errors'
import { forEachFrame } from './frames'
import type { ExportJob } from './frames'
import type { FromGifWorker, ToGifWorker } from './gif-messages'

/**
 * Exports the timeline as an animated GIF.
 *
 * @throws StudioError if a grid cannot be read, the encoder fails, or the job is cancelled
 */
export async function exportGif(job: ExportJob): Promise<Blob> {
  const worker = new Worker(new URL('./gif.worker.ts', import.meta.url), { type: 'module' })
  const send = (message: ToGifWorker, transfer: Transferable[] = []) => {
    const answer = nextAnswer(worker, job.signal)
    worker.postMessage(message, transfer)
    return answer
  }
  try {
    let started = false
    await forEachFrame(job, async ({ width, height }, context) => {
      if (!started) await send({ kind: 'begin', width, height })
      started = true
      const { buffer } = context.getImageData(0, 0, width, height).data
      await send({ kind: 'frame', data: buffer, delay: job.delay }, [buffer])
    })
    const answer = await send({ kind: 'end' })
    if (answer.kind !== 'done') throw problemError('internal', 'encoderGaveNothing', {})
    return new Blob([answer.file], { type: 'image/gif' })
  } finally {
    worker.terminate()
  }
}

/** Resolves to the worker's next message. Rejects if it fails, cannot be loaded, or is aborted. */
function nextAnswer(worker: Worker, signal: AbortSignal): Promise<FromGifWorker> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromGifWorker>) => {
      if (data.kind !== 'failed') return resolve(data)
      reject(problemError('internal', 'encoderFailed', { why: data.message }))
    }
    worker.onerror = ({ message: why }) =>
      reject(
        why
          ? problemError('internal', 'encoderFailed', { why })
          : problemError('internal', 'encoderDidNotLoad', {}),
      )
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
