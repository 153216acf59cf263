import type { TensorInfo } from '@tensorflow/tfjs-core'
import { problemError } from '../../../contract/errors'
import type { WasmBackend } from './backend'
import type { KernelArguments, KernelModule, KernelName } from './library'
import type { KernelThread } from './threads'
import { PRODUCT_SCRATCH } from './kernels/product'

/** A matrix in memory, used as stored or transposed. */
export interface Matrix {
  at: number
  rows: number
  columns: number
  turned?: boolean
}

/**
 * Products with at least this many multiplications, and Adam updates with at least this many
 * values, are split among threads.
 */
const SHARED_PRODUCT = 500_000

/** Our kernels, instantiated over the memory that holds the tensors of tfjs's backend. */
export class KernelContext {
  private readonly exports: WebAssembly.Instance['exports']
  /** One part per thread. */
  private readonly scratch: readonly number[]
  private spare = { at: 0, bytes: 0 }

  /** @param helpers further threads, over the same memory */
  constructor(
    readonly backend: WasmBackend,
    private readonly kernels: KernelModule,
    private readonly helpers: readonly KernelThread[] = [],
  ) {
    const { memory } = backend.wasm.asm
    this.exports = new WebAssembly.Instance(kernels.module, { env: { memory } }).exports
    this.scratch = [this, ...helpers].map(() => allocate(backend, PRODUCT_SCRATCH))
  }

  call<N extends KernelName>(name: N, args: KernelArguments<N>): void {
    this.exports[name]?.(...this.positional(name, args))
  }

  /**
   * Calls a kernel once in each thread, each for a part of `items`. Parts begin at multiples of
   * `unit`, and their assignment to threads depends only on these numbers.
   *
   * @param part the arguments for items from `first` on, in the thread of a number
   */
  share<N extends KernelName>(
    name: N,
    items: number,
    part: (first: number, count: number, thread: number) => KernelArguments<N>,
    unit = 4,
  ): void {
    const units = Math.ceil(items / unit)
    const bounds = Array.from({ length: this.helpers.length + 2 }, (_, thread) =>
      Math.min(items, unit * Math.round((units * thread) / (this.helpers.length + 1))),
    )
    const args = (thread: number): KernelArguments<N> => {
      const [first = 0, end = 0] = bounds.slice(thread, thread + 2)
      return part(first, end - first, thread)
    }
    this.helpers.forEach((helper, h) => helper.post(name, this.positional(name, args(h + 1))))
    this.call(name, args(0))
    for (const helper of this.helpers) helper.await()
  }

  /** result = left · right + bias, or result += left · right. */
  multiply(
    left: Matrix,
    right: Matrix,
    to: { result: number; bias?: number; accumulate?: boolean },
  ): void {
    const [rows, depth] = left.turned ? [left.columns, left.rows] : [left.rows, left.columns]
    const columns = right.turned ? right.rows : right.columns
    const part = (row: number, column: number, rows: number, columns: number, thread: number) => ({
      ...{ rows, columns, depth },
      ...{ left: left.at + row * (left.turned ? 4 : 4 * left.columns) },
      ...{ leftStride: 4 * left.columns, leftTurned: Number(left.turned ?? false) },
      ...{ right: right.at + column * (right.turned ? 4 * right.columns : 4) },
      ...{ rightStride: 4 * right.columns, rightTurned: Number(right.turned ?? false) },
      bias: to.bias === undefined ? 0 : to.bias + 4 * column,
      accumulate: Number(to.accumulate ?? false),
      ...{ result: to.result + 4 * (row * resultColumns + column) },
      ...{ resultStride: 4 * resultColumns, scratch: this.scratch[thread] ?? 0 },
    })
    const resultColumns = columns
    if (rows * columns * depth < SHARED_PRODUCT) {
      this.call('product', part(0, 0, rows, columns, 0))
    } else if (columns > rows) {
      this.share('product', columns, (at, count, thread) => part(0, at, rows, count, thread), 8)
    } else {
      this.share('product', rows, (at, count, thread) => part(at, 0, count, columns, thread))
    }
  }

  /** The address of a tensor's values. */
  at({ dataId }: TensorInfo): number {
    return this.backend.getMemoryOffset(dataId)
  }

  values(tensor: TensorInfo): Float32Array {
    return this.backend.typedArrayFromHeap(tensor) as Float32Array
  }

  /** A new tensor with undefined values. */
  make(...shape: number[]): TensorInfo {
    return this.backend.makeOutput(shape, 'float32')
  }

  /** Scratch memory: the same at every call, valid until the next call. */
  temporary(bytes: number): number {
    if (bytes > this.spare.bytes) {
      if (this.spare.bytes > 0) this.backend.wasm._free(this.spare.at)
      this.spare = { at: allocate(this.backend, bytes), bytes }
    }
    return this.spare.at
  }

  private positional<N extends KernelName>(name: N, args: KernelArguments<N>): number[] {
    return this.kernels.parameters[name].map((key) => args[key as keyof typeof args])
  }
}

/** Allocates some of the backend's memory, at least 8-byte aligned. */
export function allocate(backend: WasmBackend, bytes: number): number {
  const at = backend.wasm._malloc(bytes) >>> 0
  if (at === 0) throw problemError('engine', 'wasmMemoryFull', { bytes })
  return at
}
