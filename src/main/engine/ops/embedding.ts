import { cast, equal, gather, matMul, range, reshape } from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import { defineOp } from '../define-op'

/*
 * Looks up rows of a table by index, as class-conditional models do to get a vector for each label.
 */

export const embeddingOp = defineOp({
  name: 'embedding',
  inputs: ['table', 'indices'],
  compose: ({ table, indices }) => gather(table, indices as Tensor1D),
  gradient: {
    saves: ['table', 'indices'],
    of: (dy, { table, indices }) => ({
      table: () => embeddingGradient(dy, indices, table.shape[0] ?? 0),
    }),
  },
})

export const embeddingGradientOp = defineOp({
  name: 'embeddingGradient',
  inputs: ['dy', 'indices'],
  // A product, because its order of additions is fixed on every device.
  compose: ({ dy, indices }, { rows }: { rows: number }) => {
    const row = reshape(range(0, rows, 1, 'int32'), [rows, 1])
    return matMul(cast(equal(row, indices), 'float32'), dy)
  },
  gradient: {
    saves: ['indices'],
    of: (ddt, { indices }) => ({ dy: () => embedding(ddt, indices) }),
  },
})

/**
 * The table's rows at the indices: table [C,E], indices int32 [N] in [0, C) -> [N,E]
 *
 * @throws Error by the engine if an index is out of range; a GPU returns zeros instead
 */
export function embedding(table: Tensor, indices: Tensor): Tensor2D {
  return embeddingOp.run({ table, indices }) as Tensor2D
}

/** dy [N,E], indices int32 [N] -> dtable [rows,E]: each row sums the gradients of its uses */
export function embeddingGradient(dy: Tensor, indices: Tensor, rows: number): Tensor2D {
  return embeddingGradientOp.run({ dy, indices }, { rows }) as Tensor2D
}
