import { tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { openEngine } from '../src/main/engine/open'
import { tensorflowBackend } from '../src/main/engine/tensorflow/binding'
import type { TensorflowBackend } from '../src/main/engine/tensorflow/binding'

/** Lengths that give arrays with various alignments. */
const lengths = Array.from({ length: 64 }, (_, i) => 1000 + 37 * i)

describe('memory that TensorFlow holds', () => {
  let backend: TensorflowBackend
  beforeAll(async () => {
    await openEngine('tensorflow', 1)
    backend = tensorflowBackend()
  })

  // TensorFlow frees memory on its own threads, where JavaScript memory must not be touched.
  it('is never JavaScript memory: changing an array changes no tensor made from it', () => {
    const { binding } = backend
    const changed = lengths.filter((length) => {
      const values = new Float32Array(length).fill(1)
      const id = binding.createTensor([length], binding.TF_FLOAT, values)
      values.fill(2)
      const stored = binding.tensorDataSync(id)
      binding.deleteTensor(id)
      return !stored.every((value) => value === 1)
    })
    expect(changed).toEqual([])
  })

  it('is never JavaScript memory for the input of an op either', () => {
    for (const length of lengths) {
      const values = new Float32Array(length).fill(1)
      const x = tensor1d(values)
      // The addon receives the values with the first op.
      const one = x.square()
      values.fill(2)
      expect(
        x
          .square()
          .dataSync()
          .every((value) => value === 1),
      ).toBe(true)
      one.dispose()
      x.dispose()
    }
  })

  it('holds each kind of number exactly', () => {
    const { binding } = backend
    const floats = Float32Array.from({ length: 777 }, (_, i) => Math.sin(i))
    const integers = Int32Array.from({ length: 777 }, (_, i) => i * 1_000_003)
    for (const [dtype, values] of [
      [binding.TF_FLOAT, floats],
      [binding.TF_INT32, integers],
    ] as const) {
      // Includes views of a larger array.
      for (const part of [values, values.subarray(5, 500), values.subarray(3, 3)]) {
        const id = binding.createTensor([part.length], dtype, part)
        expect(binding.tensorDataSync(id)).toEqual(part)
        binding.deleteTensor(id)
      }
    }
  })
})
