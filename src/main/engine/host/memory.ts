import type { Tensor2D, TensorInfo } from '@tensorflow/tfjs-core'

/** An engine's memory for tensors, where JavaScript can access it. */
export interface HostMemory {
  /** The tensor's own memory, not a copy; valid until the next {@link HostMemory.allocate}. */
  view(tensor: TensorInfo): Float32Array
  /** A new float32 tensor with undefined contents. */
  allocate(shape: readonly number[]): TensorInfo
  /** tfjs's tensor for a kernel's input, without taking ownership. */
  borrow(info: TensorInfo): Tensor2D
}
