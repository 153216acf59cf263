import { Worker } from 'node:worker_threads'
import { problemError } from '../../../contract/errors'
import type { KernelModule } from './library'

/*
 * Threads that run kernels over the same memory. Calls are passed through a mailbox in that memory,
 * so neither side needs its event loop: both poll the mailbox for a moment and then sleep until it
 * changes.
 */

/**
 * A mailbox: the number of calls, the number done, the function, whether it failed, then the
 * arguments.
 */
const STATE_BYTES = 16
const MAX_ARGUMENTS = 16
export const MAILBOX_BYTES = STATE_BYTES + 8 * MAX_ARGUMENTS
const [POSTED, DONE, FUNCTION, FAILED] = [0, 1, 2, 3]

/** About 20 microseconds: most kernels follow each other faster, and sleeping costs as much. */
const WATCHES = 2000
const HUNG_MS = 60_000

/** The code of a thread, as a string to spare bundlers a separate file. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { module, memory, mailbox, names } = workerData
  const { exports } = new WebAssembly.Instance(module, { env: { memory } })
  const state = new Int32Array(memory.buffer, mailbox, 4)
  const values = new Float64Array(memory.buffer, mailbox + ${STATE_BYTES}, ${MAX_ARGUMENTS})
  parentPort.postMessage('ready')
  for (let seen = 0; ; ) {
    for (let i = 0; i < ${WATCHES} && Atomics.load(state, ${POSTED}) === seen; i++);
    Atomics.wait(state, ${POSTED}, seen)
    seen = Atomics.load(state, ${POSTED})
    try {
      exports[names[state[${FUNCTION}]]](...values)
    } catch {
      state[${FAILED}] = 1
    }
    Atomics.store(state, ${DONE}, seen)
    Atomics.notify(state, ${DONE})
  }
`

export interface KernelThread {
  /** Posts a call to the thread; the previous call must have been awaited. */
  post(name: string, values: readonly number[]): void
  /** Returns when the thread has finished the posted call. */
  await(): void
}

/** @param mailbox its address in the memory: MAILBOX_BYTES, 8-byte aligned */
export async function startThread(
  { module, parameters }: KernelModule,
  memory: WebAssembly.Memory,
  mailbox: number,
): Promise<KernelThread> {
  const names = Object.keys(parameters)
  const state = new Int32Array(memory.buffer, mailbox, 4).fill(0)
  const slots = new Float64Array(memory.buffer, mailbox + STATE_BYTES, MAX_ARGUMENTS)
  const worker = new Worker(program, { eval: true, workerData: { module, memory, mailbox, names } })
  await new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread ended')))
  })
  worker.unref()

  return {
    post(name, values) {
      slots.set(values)
      state[FUNCTION] = names.indexOf(name)
      Atomics.add(state, POSTED, 1)
      Atomics.notify(state, POSTED)
    },
    await() {
      const wanted = Atomics.load(state, POSTED)
      for (let i = 0; i < WATCHES && Atomics.load(state, DONE) !== wanted; i++);
      for (let timeOuts = 0; Atomics.load(state, DONE) !== wanted;) {
        const outcome = Atomics.wait(state, DONE, (wanted - 1) | 0, HUNG_MS)
        // A single timeout may be a process that was suspended for a while and has just continued.
        if (outcome === 'timed-out' && ++timeOuts === 2) {
          throw problemError('engine', 'wasmThreadHangs', {})
        }
      }
      if (Atomics.load(state, FAILED) !== 0) {
        throw problemError('engine', 'wasmThreadFailed', {})
      }
    },
  }
}
