import { add, cast, mul, scalar, sub, tensor, variable } from '@tensorflow/tfjs-core'
import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CompileSteps, Feeds, Step } from '../../src/main/engine/engine'
import { tensorflowBackend } from '../../src/main/engine/tensorflow/binding'
import { bothWays, compileOne, openCompiler } from '../support/compile'

let compile: CompileSteps

beforeAll(async () => {
  compile = await openCompiler()
})

const labels = (...values: number[]): Feeds => ({
  labels: { shape: [values.length], data: Int32Array.from(values) },
})

/** An embedding in TensorFlow ops: rows by index, and the sum of their gradients. */
function embedding() {
  const backend = tensorflowBackend()
  const { TF_ATTR_TYPE, TF_ATTR_INT, TF_FLOAT, TF_INT32 } = backend.binding
  const type = (name: string, value: number) => ({ name, type: TF_ATTR_TYPE, value })
  const run = (
    op: string,
    attributes: Parameters<typeof backend.executeSingleOutput>[1],
    inputs: TensorInfo[],
  ) => backend.executeSingleOutput(op, attributes, inputs) as Tensor
  return {
    rows: (table: Tensor, indices: Tensor): Tensor =>
      run(
        'GatherV2',
        [
          type('Tparams', TF_FLOAT),
          type('Tindices', TF_INT32),
          type('Taxis', TF_INT32),
          { name: 'batch_dims', type: TF_ATTR_INT, value: 0 },
        ],
        [table, indices, scalar(0, 'int32')],
      ),
    sums: (rows: Tensor, indices: Tensor, count: number): Tensor =>
      run(
        'UnsortedSegmentSum',
        [type('T', TF_FLOAT), type('Tindices', TF_INT32), type('Tnumsegments', TF_INT32)],
        [rows, indices, scalar(count, 'int32')],
      ),
  }
}

describe('integers', () => {
  it('look up different rows of a table at each step and gather their gradients', () => {
    const { rows, sums } = embedding()
    const table = variable(tensor([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]))
    const step: Step = (inputs) => {
      const indices = inputs['labels'] as Tensor
      const found = rows(table, indices)
      table.assign(sub(table, mul(sums(found, indices, 4), 0.5)))
      return { found }
    }
    const batches = [labels(0, 3, 3), labels(2, 2, 2), labels(1, 0, 3)]
    const { plain, compiled } = bothWays(compile, step, [table], batches)
    expect(compiled).toEqual(plain)
    expect(plain.outputs[0]).toEqual({ found: [1, 2, 7, 8, 7, 8] })
    expect(plain.outputs[1]).toEqual({ found: [5, 6, 5, 6, 5, 6] })
    expect(plain.outputs[2]).toEqual({ found: [3, 4, 0.5, 1, 0, 0] })
  })

  it('are output as integers, and counted in a variable', () => {
    const count = variable(scalar(2 ** 24, 'int32'))
    const step: Step = (inputs) => {
      count.assign(add(count, scalar(1, 'int32')))
      const all = inputs['labels'] as Tensor
      return { next: add(all, scalar(1, 'int32')), floats: cast(all, 'float32') }
    }
    const one = compileOne(compile, step, [count], [labels(1, 2)])
    const got = one.run(labels(2 ** 24, -5), ['next', 'floats'])
    expect(got).toEqual({
      next: Int32Array.of(2 ** 24 + 1, -4),
      floats: Float32Array.of(2 ** 24, -5),
    })
    one.run(labels(0, 0), [])
    one.pullVariables()
    expect(count.dtype).toBe('int32')
    expect(count.dataSync()).toEqual(Int32Array.of(2 ** 24 + 2))
    one.dispose()
  })

  it('are not rounded by passing through floats', () => {
    const step: Step = (inputs) => ({ same: inputs['labels'] as Tensor })
    const one = compileOne(compile, step, [variable(scalar(0))], [labels(1, 2)])
    const extremes = [2 ** 31 - 1, -(2 ** 31)]
    expect(one.run(labels(...extremes), ['same'])['same']).toEqual(Int32Array.from(extremes))
    one.dispose()
  })
})
