import type { TensorflowBinding } from './binding'

/**
 * Wraps the addon to make tensors copies of the arrays they are created from.
 *
 * The original addon lets TensorFlow use an array's own memory if its address is a multiple of the
 * vector size, for as long as any op or variable refers to it. The thread that drops the last
 * reference returns the memory to JavaScript. In a graph, that is one of TensorFlow's threads,
 * which must not touch JavaScript, so the heap gets corrupted. Memory at any other address is
 * copied by TensorFlow immediately and released before the call returns (TF_NewTensor in
 * tf_tensor.cc).
 */
export function copyingBinding(plain: TensorflowBinding): TensorflowBinding {
  const scratch = new Scratch()
  const createTensor = (shape: number[], dtype: number, values: ArrayBufferView): number =>
    // Strings are lists, which the addon copies.
    plain.createTensor(shape, dtype, ArrayBuffer.isView(values) ? scratch.hold(values) : values)
  return Object.create(plain, { createTensor: { value: createTensor } }) as TensorflowBinding
}

/** Offset from a multiple of every vector size, but a valid address for each type of number. */
const OFFSET = 8

/** Scratch memory for one array at a time. */
class Scratch {
  private buffer = new ArrayBuffer(0)

  /** @returns the same values at an address that TensorFlow copies from */
  hold(values: ArrayBufferView): ArrayBufferView {
    const { byteLength } = values
    if (this.buffer.byteLength < OFFSET + byteLength) {
      this.buffer = new ArrayBuffer(OFFSET + 2 * byteLength)
    }
    const held = this.viewLike(values)
    const bytes = (view: ArrayBufferView): Uint8Array =>
      new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    bytes(held).set(bytes(values))
    return held
  }

  private viewLike(values: ArrayBufferView): ArrayBufferView {
    const { byteLength } = values
    if (values instanceof Float32Array) return new Float32Array(this.buffer, OFFSET, byteLength / 4)
    if (values instanceof Int32Array) return new Int32Array(this.buffer, OFFSET, byteLength / 4)
    return new Uint8Array(this.buffer, OFFSET, byteLength)
  }
}
