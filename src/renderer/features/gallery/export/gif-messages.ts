/* Messages between the page and the GIF worker. */

export type ToGifWorker =
  | { kind: 'begin'; width: number; height: number }
  | { kind: 'frame'; data: ArrayBuffer; delay: number }
  | { kind: 'end' }

export type FromGifWorker =
  { kind: 'ready' } | { kind: 'done'; file: ArrayBuffer } | { kind: 'failed'; message: string }
