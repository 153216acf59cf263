import { Encoder } from 'modern-gif'
import type { FromGifWorker, ToGifWorker } from './gif-messages'

/* Encodes a GIF in a worker: choosing colours would block the page for seconds. */

let encoder: Encoder | undefined
const answer = (message: FromGifWorker, transfer: Transferable[] = []): void =>
  self.postMessage(message, { transfer })

async function handle(message: ToGifWorker): Promise<void> {
  if (message.kind === 'begin') {
    const { width, height } = message
    encoder = new Encoder({ width, height, looped: true, loopCount: 0 })
  } else if (message.kind === 'frame') {
    const { data, delay } = message
    await encoder?.encode({ data: new Uint8ClampedArray(data), delay })
  } else {
    const file = await encoder?.flush('arrayBuffer')
    if (file !== undefined) return answer({ kind: 'done', file }, [file])
  }
  answer({ kind: 'ready' })
}

self.addEventListener('message', ({ data }: MessageEvent<ToGifWorker>) => {
  handle(data).catch((error: unknown) => answer({ kind: 'failed', message: String(error) }))
})
