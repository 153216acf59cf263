import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { WasmBackend } from './backend'
import type { KernelArguments, KernelModule, KernelName } from './library'
import { PRODUCT_SCRATCH } from './kernels/product'

/** A matrix where it lies: as stored, or turned over. */
export interface Matrix {
  at: number
  rows: number
  columns: number
  turned?: boolean
}

/** Our kernels, instantiated over the memory in which tfjs's backend has its tensors. */
export class KernelContext {
  private readonly exports: WebAssembly.Instance['exports']
  private readonly scratch: number
  private spare = { at: 0, bytes: 0 }

  constructor(
    readonly backend: WasmBackend,
    private readonly kernels: KernelModule,
  ) {
    const { memory } = backend.wasm.asm
    this.exports = new WebAssembly.Instance(kernels.module, { env: { memory } }).exports
    this.scratch = this.allocate(PRODUCT_SCRATCH)
  }

  call<N extends KernelName>(name: N, args: KernelArguments<N>): void {
    const values = this.kernels.parameters[name].map((key) => args[key as keyof typeof args])
    this.exports[name]?.(...values)
  }

  /** result = left · right, + bias or added to what is there. */
  multiply(
    left: Matrix,
    right: Matrix,
    to: { result: number; bias?: number; accumulate?: boolean },
  ): void {
    const [rows, depth] = left.turned ? [left.columns, left.rows] : [left.rows, left.columns]
    const columns = right.turned ? right.rows : right.columns
    this.call('product', {
      ...{ rows, columns, depth },
      ...{ left: left.at, leftStride: 4 * left.columns, leftTurned: Number(left.turned ?? false) },
      ...{ right: right.at, rightStride: 4 * right.columns },
      rightTurned: Number(right.turned ?? false),
      ...{ bias: to.bias ?? 0, accumulate: Number(to.accumulate ?? false) },
      ...{ result: to.result, resultStride: 4 * columns, scratch: this.scratch },
    })
  }

  /** Where a tensor's values lie. */
  at({ dataId }: TensorInfo): number {
    return this.backend.getMemoryOffset(dataId)
  }

  values(tensor: TensorInfo): Float32Array {
    return this.backend.typedArrayFromHeap(tensor) as Float32Array
  }

  /** A new tensor, its values undefined. */
  make(...shape: number[]): TensorInfo {
    return this.backend.makeOutput(shape, 'float32')
  }

  /** The same piece of memory at every call, which its caller has until the next one. */
  temporary(bytes: number): number {
    if (bytes > this.spare.bytes) {
      if (this.spare.bytes > 0) this.backend.wasm._free(this.spare.at)
      this.spare = { at: this.allocate(bytes), bytes }
    }
    return this.spare.at
  }

  private allocate(bytes: number): number {
    const at = this.backend.wasm._malloc(bytes) >>> 0
    if (at === 0) throw new Error(`the WebAssembly memory has no room for ${bytes} bytes more`)
    return at
  }
}
