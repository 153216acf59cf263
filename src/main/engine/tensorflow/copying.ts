import type { TensorflowBinding } from './binding'

/**
 * The addon with tensors that are copies of the arrays they are made of.
 *
 * By itself it lets TensorFlow use an array's own memory where that begins at a multiple of the
 * vector size, and keep it for as long as any op or variable refers to it. Whoever lets go last
 * gives it back to JavaScript: in a graph, one of TensorFlow's threads, where nothing of
 * JavaScript may be touched and the heap is damaged. Memory that begins elsewhere TensorFlow
 * copies at once, and gives back before the call returns (TF_NewTensor in tf_tensor.cc).
 */
export function copyingBinding(plain: TensorflowBinding): TensorflowBinding {
  const scratch = new Scratch()
  const createTensor = (shape: number[], dtype: number, values: ArrayBufferView): number =>
    // Texts are lists, which the addon copies.
    plain.createTensor(shape, dtype, ArrayBuffer.isView(values) ? scratch.hold(values) : values)
  return Object.create(plain, { createTensor: { value: createTensor } }) as TensorflowBinding
}

/** Past a multiple of every vector size, and still where each kind of number may begin. */
const OFFSET = 8

/** Holds one array at a time, and is then free for the next. */
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
