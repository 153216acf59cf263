import {
  add,
  cast,
  greater,
  mul,
  pad,
  relu,
  scalar,
  sub,
  tensor,
  tensor1d,
} from '@tensorflow/tfjs-core'
import type { Tensor, Tensor1D, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CompileSteps, Step } from '../../src/main/engine/engine'
import { leakyRelu } from '../../src/main/engine/ops/leaky-relu'
import { tensorflowBackend } from '../../src/main/engine/tensorflow/binding'
import { compileOne, named, newVariable, openCompiler, x } from '../support/compile'

let compile: CompileSteps

beforeAll(async () => {
  compile = await openCompiler()
})

interface Given {
  /** The number of earlier calls. */
  call: number
  x: Tensor
  a: Variable
  b: Variable
}

const differing: [where: string, why: string, step: (given: Given) => Record<string, Tensor>][] = [
  [
    'a constant',
    'input 2 of op 1 (Mul) is the constant [1] of shape [], dtype 1 once and the constant [2]',
    ({ call, x }) => ({ y: mul(x, call + 1) }),
  ],
  [
    'one number of a large constant',
    'input 2 of op 3 (Add) is the constant [0, 0, 0, 0, 0, 0, 0, 0, … #',
    ({ call, x }) => {
      const many = new Float32Array(100)
      many[99] = call
      return { y: add(mul(x, 1).sum(), tensor(many)).sum() }
    },
  ],
  [
    'an attribute',
    'the attribute alpha of op 1 (LeakyRelu) is 0.1 (type',
    ({ call, x }) => ({ y: leakyRelu(x as Tensor2D, (call + 1) / 10) }),
  ],
  [
    'a size',
    'input 2 of op 1 (PadV2) is the constant [0, 1] of shape [1,2], dtype 3 once',
    ({ call, x }) => ({ y: pad(x as Tensor1D, [[0, call + 1]]) }),
  ],
  [
    'the wiring',
    'input 1 of op 1 (Sub) is input x once and variable v0',
    ({ call, x, a }) => ({ y: call % 2 === 0 ? sub(x, a) : sub(a, x) }),
  ],
  [
    'an op',
    'op 1 (Add), then op 1 (Mul)',
    ({ call, x }) => ({ y: call % 2 === 0 ? add(x, 2) : mul(x, 2) }),
  ],
  [
    'the number of ops',
    '1 ops once and 2 the next time',
    ({ call, x }) => ({ y: call % 2 === 0 ? add(x, 2) : mul(add(x, 2), 3) }),
  ],
  [
    'the final value of a variable',
    'the variable v0 is output 1 of op 1 (Add) once and output 1 of op 2 (Mul)',
    ({ call, x, a, b }) => {
      const results = [add(x, a), mul(x, a)] as const
      a.assign(results[call % 2] as Tensor)
      b.assign(results[(call + 1) % 2] as Tensor)
      return {}
    },
  ],
  [
    'the source of an output',
    'the output y is output 1 of op 1 (Add) once and output 1 of op 2 (Mul)',
    ({ call, x, a }) => ({ y: [add(x, a), mul(x, a)][call % 2] as Tensor }),
  ],
  [
    'the names of outputs',
    'the output y0 is output 1 of op 1 (Add) once and absent the next time',
    ({ call, x }) => ({ [`y${call}`]: add(x, 1) }),
  ],
]

describe('a step whose recordings differ is refused, naming the difference:', () => {
  it.each(differing)('%s', (_, why, step) => {
    const [a, b] = [newVariable(1, 1), newVariable(2, 2)]
    let call = 0
    const counting: Step = ({ x }) => step({ call: call++, x: x as Tensor, a, b })
    expect(() => compileOne(compile, counting, [a, b], [x(1, 2)])).toThrow(why)
    expect([...a.dataSync(), ...b.dataSync()]).toEqual([1, 1, 2, 2])
  })
})

describe("the host's counters", () => {
  /** A step whose rate decays with a count kept on the host, outside the step. */
  function decaying() {
    const counter = { step: 4 }
    const a = newVariable(1, 1)
    const step: Step = ({ x }) => {
      a.assign(add(a, mul(x as Tensor, 1 / counter.step)))
      return {}
    }
    const advance = () => {
      const before = counter.step
      counter.step += 1
      return () => void (counter.step = before)
    }
    return { counter, a, step, advance }
  }

  it('are detected if a step uses them, and restored', () => {
    const { counter, a, step, advance } = decaying()
    const steps = { step: { step, advance, examples: [x(1, 2)] } }
    expect(() => compile(steps, named([a]))).toThrow('must be an input')
    expect(counter.step).toBe(4)
    expect([...a.dataSync()]).toEqual([1, 1])
  })

  it('are restored if the second recording fails', () => {
    const { counter, a, step, advance } = decaying()
    const broken: Step = (inputs) => {
      if (counter.step > 4) throw new Error('broken on purpose')
      return step(inputs)
    }
    const steps = { step: { step: broken, advance, examples: [x(1, 2)] } }
    expect(() => compile(steps, named([a]))).toThrow('on purpose')
    expect(counter.step).toBe(4)
    expect([...a.dataSync()]).toEqual([1, 1])
  })

  it('are allowed as an input', () => {
    const { counter, a, advance } = decaying()
    const step: Step = ({ x, rate }) => {
      a.assign(add(a, mul(x as Tensor, rate as Tensor)))
      return {}
    }
    const feeds = () => ({
      ...x(1, 2),
      rate: { shape: [], data: Float32Array.of(1 / counter.step) },
    })
    const steps = compile({ step: { step, advance, examples: [feeds()] } }, named([a]))
    steps.run('step', feeds(), [])
    counter.step = 2
    steps.run('step', feeds(), [])
    steps.pullVariables()
    expect([...a.dataSync()]).toEqual([1 + 1 / 4 + 1 / 2, 1 + 2 / 4 + 2 / 2])
    steps.dispose()
  })
})

describe('a step that no graph can replay is refused:', () => {
  const refuse = (step: Step, why: string): void => {
    expect(() => compileOne(compile, step, [newVariable(1, 1)], [x(1, 2)])).toThrow(why)
  }

  it('random numbers from TensorFlow, whose state no checkpoint could store', () => {
    const backend = tensorflowBackend()
    const { TF_ATTR_TYPE, TF_ATTR_INT, TF_FLOAT, TF_INT32 } = backend.binding
    const noise = (): Tensor =>
      backend.executeSingleOutput(
        'RandomStandardNormal',
        [
          { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
          { name: 'T', type: TF_ATTR_TYPE, value: TF_INT32 },
          { name: 'seed', type: TF_ATTR_INT, value: 7 },
          { name: 'seed2', type: TF_ATTR_INT, value: 7 },
        ],
        [tensor1d([2], 'int32')],
      ) as Tensor
    refuse(
      ({ x }) => ({ y: add(x as Tensor, noise()) }),
      'op 1 (RandomStandardNormal) draws random',
    )
  })

  it('a shape that depends on values', () => {
    const backend = tensorflowBackend()
    const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding
    const large = (x: Tensor): number => {
      const attributes = [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }]
      const nonzero = relu(sub(x, 0.9))
      return backend.executeSingleOutput('Where', attributes, [nonzero]).shape[0] as number
    }
    refuse(({ x }) => ({ y: mul(x as Tensor, large(x as Tensor)) }), 'must be an input')
  })

  it('an output that is bool', () => {
    refuse(({ x }) => ({ y: greater(x as Tensor, 1) }), 'the output y is bool; ')
  })

  it('a variable that is bool', () => {
    const flag = cast(scalar(1), 'bool').variable()
    expect(() => compileOne(compile, () => ({}), [flag], [{}])).toThrow('the variable v0 is bool')
  })

  it('text', () => {
    refuse(() => ({ y: tensor(['a']) }), 'makes a tensor of text')
  })
})

describe('a compiled step refuses', () => {
  const add2 = () =>
    compileOne(compile, ({ x }) => ({ y: add(x as Tensor, 2) }), [newVariable(1)], [x(1, 2)])

  it('feeds of another dtype', () => {
    const step = add2()
    const feeds = { x: { shape: [2], data: Int32Array.of(1, 2) } }
    expect(() => step.run(feeds, ['y'])).toThrow('no trace was made for step: x int32[2]')
    step.dispose()
  })

  it('feeds whose length does not match their shape', () => {
    const step = add2()
    const feeds = { x: { shape: [2], data: Float32Array.of(1, 2, 3) } }
    expect(() => step.run(feeds, ['y'])).toThrow('input x has 3 numbers for the shape [2]')
    step.dispose()
  })

  it('to return an output that the step does not have', () => {
    const step = add2()
    expect(() => step.run(x(1, 2), ['z'])).toThrow('the step step has no output z')
    expect([...(step.run(x(1, 2), ['y'])['y'] ?? [])]).toEqual([3, 4])
    step.dispose()
  })
})
