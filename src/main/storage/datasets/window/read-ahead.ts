import { Worker } from 'node:worker_threads'
import type { ShardFiles } from './shard-files'

/*
 * A thread that reads images ahead of training, which keeps its own thread busy. The images go
 * through a ring in shared memory, in the order in which they will be needed, so neither side needs
 * its event loop. Everything that can go wrong ends the thread: then training reads for itself and
 * meets the same error, if it persists.
 */

/** Numbers that both threads see, by position. */
const [SIGNAL, ASKED, SEEN, GO, FIRST, TAKEN, FILLED, ENDED] = [0, 1, 2, 3, 4, 5, 6, 7]
const NUMBERS = 8
/** How long one wait lasts before its condition is checked again, in milliseconds. */
const WAIT_MS = 1000

/** The thread's code, as a text to spare bundlers a separate file. */
const program = `
  const fs = require('node:fs')
  const { parentPort, workerData } = require('node:worker_threads')
  const { shared, order, ring, files, firsts, imageBytes, slots } = workerData
  const state = new Int32Array(shared)
  const images = new Uint32Array(order)
  const bytes = new Uint8Array(ring)

  function shardOf(image) {
    let low = 0
    let high = firsts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (firsts[middle] <= image) low = middle
      else high = middle - 1
    }
    return low
  }

  function read(image, at) {
    const shard = shardOf(image)
    const start = (image - firsts[shard]) * imageBytes
    for (let done = 0; done < imageBytes; ) {
      const count = fs.readSync(files[shard], bytes, at + done, imageBytes - done, start + done)
      if (count === 0) throw new Error('the file is too short')
      done += count
    }
  }

  function fill(round) {
    for (let at = state[${FIRST}]; at < images.length; ) {
      const signal = Atomics.load(state, ${SIGNAL})
      if (Atomics.load(state, ${ASKED}) !== round) return
      if (at >= Atomics.load(state, ${TAKEN}) + slots) {
        Atomics.wait(state, ${SIGNAL}, signal)
        continue
      }
      read(images[at], (at % slots) * imageBytes)
      at += 1
      Atomics.store(state, ${FILLED}, at)
      Atomics.notify(state, ${FILLED})
    }
  }

  parentPort.postMessage('ready')
  try {
    for (let filled = 0; ; ) {
      const signal = Atomics.load(state, ${SIGNAL})
      const round = Atomics.load(state, ${ASKED})
      Atomics.store(state, ${SEEN}, round)
      Atomics.notify(state, ${SEEN})
      if (round !== filled && Atomics.load(state, ${GO}) === round) {
        filled = round
        fill(round)
      } else {
        Atomics.wait(state, ${SIGNAL}, signal)
      }
    }
  } finally {
    Atomics.store(state, ${ENDED}, 1)
    Atomics.notify(state, ${SEEN})
    Atomics.notify(state, ${FILLED})
  }
`

/** Reads images in a given order, a bounded number of them ahead. */
export class ReadAhead {
  private readonly state: Int32Array
  private readonly order: Uint32Array
  /** The images' bytes, as stored: image number `p` of the order is in slot `p % slots`. */
  readonly ring: Uint8Array
  /** Position in the order of the image that is expected next. */
  private next = 0
  /** Position of the first of the images that were claimed last. */
  private last = 0

  private constructor(
    private readonly worker: Worker,
    shared: Shared,
    private readonly imageBytes: number,
    private readonly slots: number,
  ) {
    this.state = new Int32Array(shared.shared)
    this.order = new Uint32Array(shared.order)
    this.ring = new Uint8Array(shared.ring)
  }

  /**
   * @param count images of the data set
   * @param most bytes of the ring; it has room for at least two images
   * @returns undefined if the thread cannot be started
   */
  static async start(
    files: ShardFiles,
    count: number,
    most: number,
  ): Promise<ReadAhead | undefined> {
    const { imageBytes } = files
    const slots = Math.max(2, Math.min(count, Math.floor(most / imageBytes)))
    const shared: Shared = {
      shared: new SharedArrayBuffer(4 * NUMBERS),
      order: new SharedArrayBuffer(4 * count),
      ring: new SharedArrayBuffer(slots * imageBytes),
    }
    try {
      const workerData = { ...shared, ...files.layout, imageBytes, slots }
      const worker = new Worker(program, { eval: true, workerData })
      await new Promise((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', reject)
      })
      worker.unref()
      worker.on('error', () => undefined)
      return new ReadAhead(worker, shared, imageBytes, slots)
    } catch {
      return undefined
    }
  }

  /** Begins to read this order's images, from position `from`. */
  follow(order: Uint32Array, from: number): void {
    const { state } = this
    // The thread must have stopped reading the previous order before it changes.
    const round = (state[ASKED] ?? 0) + 1
    Atomics.store(state, ASKED, round)
    this.signal()
    this.waitUntil(SEEN, (seen) => seen === round)
    this.order.set(order)
    this.next = from
    this.last = from
    for (const number of [FIRST, TAKEN, FILLED]) Atomics.store(state, number, from)
    Atomics.store(state, GO, round)
    this.signal()
  }

  /**
   * Claims images that are about to be used, and releases those before them. The same images can be
   * claimed twice in a row.
   *
   * @returns the position of the first; undefined if other images were expected
   */
  claim(indices: Uint32Array): number | undefined {
    if (this.has(indices, this.next)) {
      this.last = this.next
      this.next += indices.length
      this.release(this.last)
      return this.last
    }
    const isKept = this.last >= Atomics.load(this.state, TAKEN)
    return isKept && this.has(indices, this.last) ? this.last : undefined
  }

  /**
   * Waits for a claimed image; positions must ascend.
   *
   * @returns where its bytes begin in the ring; undefined if the thread has ended
   */
  offsetOf(position: number): number | undefined {
    // More images than slots: those before this one have been used.
    if (position - Atomics.load(this.state, TAKEN) >= this.slots) this.release(position)
    const isFilled = this.waitUntil(FILLED, (filled) => filled > position)
    return isFilled ? (position % this.slots) * this.imageBytes : undefined
  }

  async close(): Promise<void> {
    await this.worker.terminate()
  }

  private has(indices: Uint32Array, from: number): boolean {
    if (from + indices.length > this.order.length) return false
    for (let i = 0; i < indices.length; i++) {
      if (this.order[from + i] !== indices[i]) return false
    }
    return true
  }

  private release(upTo: number): void {
    Atomics.store(this.state, TAKEN, upTo)
    this.signal()
  }

  private signal(): void {
    Atomics.add(this.state, SIGNAL, 1)
    Atomics.notify(this.state, SIGNAL)
  }

  /** @returns false if the thread has ended without it */
  private waitUntil(number: number, isReached: (value: number) => boolean): boolean {
    for (;;) {
      const value = Atomics.load(this.state, number)
      if (isReached(value)) return true
      if (Atomics.load(this.state, ENDED) === 1) return isReached(Atomics.load(this.state, number))
      Atomics.wait(this.state, number, value, WAIT_MS)
    }
  }
}

/** The memory that both threads share. */
interface Shared {
  /** int32 [NUMBERS] */
  shared: SharedArrayBuffer
  /** uint32 [count] */
  order: SharedArrayBuffer
  /** bytes [slots, image bytes] */
  ring: SharedArrayBuffer
}
