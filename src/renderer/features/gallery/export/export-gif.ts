import { problemError } from '../../../../contract/errors'
import { eachFrame } from './gallery-export'
import type { ExportJob } from './gallery-export'
import type { FromGifWorker, ToGifWorker } from './gif-messages'

/**
 * The timeline as an animated GIF.
 *
 * @throws StudioError if a grid cannot be read, the encoder fails, or the job is cancelled
 */
export async function exportGif(job: ExportJob): Promise<Blob> {
  const worker = new Worker(new URL('./gif.worker.ts', import.meta.url), { type: 'module' })
  const ask = (message: ToGifWorker, transfer: Transferable[] = []) => {
    const answer = nextAnswer(worker, job.signal)
    worker.postMessage(message, transfer)
    return answer
  }
  try {
    let begun = false
    await eachFrame(job, async ({ width, height }, context) => {
      if (!begun) await ask({ kind: 'begin', width, height })
      begun = true
      const { buffer } = context.getImageData(0, 0, width, height).data
      await ask({ kind: 'frame', data: buffer, delay: job.delay }, [buffer])
    })
    const answer = await ask({ kind: 'end' })
    if (answer.kind !== 'done') throw problemError('internal', 'encoderGaveNothing', {})
    return new Blob([answer.file], { type: 'image/gif' })
  } finally {
    worker.terminate()
  }
}

/** Each message to the worker has one answer; a worker that cannot be loaded has none. */
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
