import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  add,
  mean,
  memory,
  mul,
  scalar,
  square,
  sub,
  tensor,
  tidy,
  valueAndGrads,
  variable,
} from '@tensorflow/tfjs-core'
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { presetNames, presets } from '../src/contract/hyperparameters'
import type { CompileSteps, Feeds, OpenEngine, Step } from '../src/main/engine/engine'
import { openEngine } from '../src/main/engine/open'
import { dense } from '../src/main/engine/ops'
import { compileTraining, exampleFeeds, exampleLatents } from '../src/main/gan/compiled-runner'
import { createGan, disposeGan, ganVariables, readGanState } from '../src/main/gan/gan'
import type { Gan } from '../src/main/gan/gan'
import { RandomStream } from '../src/main/gan/random'
import { eagerRunner, stepFeeds } from '../src/main/gan/step-runner'
import type { StepRunner } from '../src/main/gan/step-runner'
import { expectSameBits } from './support/both-runners'
import { imagesInFileOrder, parity, parityGan, parityStep } from './support/parity'

let engine: OpenEngine
let compile: CompileSteps

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 1)).engine
  if (engine.compile === undefined) throw new Error('the engine cannot compile')
  compile = engine.compile
})

const small = { imageSize: 8, latentDim: 10, batchSize: 16 }
const h = { ...presets.reference, ...small }
const recipes = presetNames.map((name) => ({ name, recipe: { ...presets[name], ...small } }))

function compiled(gan: Gan, hyperparameters = h, sizes = [16]): StepRunner {
  const batches = sizes.map((size) => exampleFeeds(hyperparameters, size))
  const latents = exampleLatents(hyperparameters, 25)
  const { runner, reason } = compileTraining(gan, compile, { batches, latents })
  if (runner === undefined) throw new Error(reason.message)
  return runner
}

/** Takes steps on noise and gives every step's losses and D means. */
function takeSteps(gan: Gan, runner: StepRunner, count: number): number[][] {
  const random = RandomStream.seeded(5, 'steps')
  const rows = (columns: number) => random.fillNormal(new Float32Array(16 * columns))
  return Array.from({ length: count }, () => {
    const batch = { size: 16, real: rows(64), latentsD: rows(10), latentsG: rows(10) }
    return [...runner.run(stepFeeds(gan, batch), { images: false }).metrics]
  })
}

describe('the compiled training step', () => {
  it('reproduces the reference, the short last batch included', async () => {
    const gan = parityGan()
    const pixels = await imagesInFileOrder(20 * 64)
    const runner = compiled(gan, presets.reference, [64, 32])
    parity.float64.steps.forEach((expected, t) => {
      const got = parityStep(gan, pixels, t, runner)
      for (const key of ['lossD', 'lossG', 'dReal', 'dFake'] as const) {
        expect(Math.abs(got[key] - expected[key]), `${key} at step ${t}`).toBeLessThan(1e-4)
      }
    })
    runner.settle()
    for (const [name, { meanAbs }] of Object.entries(parity.float64.final)) {
      const [network, ...key] = name.split('.')
      const state = gan[network as 'generator' | 'discriminator'].stateDict()
      const data = state.get(key.join('.'))?.data as Float32Array
      const got = data.reduce((sum, value) => sum + Math.abs(value), 0) / data.length
      expect(Math.abs(got / meanAbs - 1), name).toBeLessThan(1e-3)
    }
    runner.dispose()
    disposeGan(gan)
  })

  it('gives the bits of the plain one over 100 steps of the reference on MNIST', () =>
    expectSameBits(engine, presets.reference, 100))

  it.each(recipes)('of $name has the very losses of the plain one over 100 steps', ({ recipe }) => {
    const [a, b] = [createGan(recipe), createGan(recipe)]
    const runner = compiled(a, recipe)
    expect(takeSteps(a, runner, 100)).toEqual(takeSteps(b, eagerRunner(b), 100))
    runner.dispose()
    disposeGan(a)
    disposeGan(b)
  })

  it.each(recipes)('of $name changes nothing by being compiled, then all', ({ recipe }) => {
    const gan = createGan(recipe)
    const before = readGanState(gan)
    const runner = compiled(gan, recipe)
    expect(readGanState(gan).generator).toEqual(before.generator)
    runner.settle()
    expect(readGanState(gan).generator).toEqual(before.generator)
    takeSteps(gan, runner, 1)
    runner.settle()
    const after = readGanState(gan)
    for (const part of ['generator', 'discriminator', 'optimizer'] as const) {
      for (const [name, { data }] of after[part]) {
        expect(data, name).not.toEqual(before[part].get(name)?.data)
      }
    }
    const counts = [...after.generator].filter(([name]) => name.endsWith('num_batches_tracked'))
    expect(counts.length).toBeGreaterThan(0)
    for (const [, { data }] of counts) expect(data).toEqual(BigInt64Array.of(2n))
    runner.dispose()
    disposeGan(gan)
  })

  it.each(recipes)('of $name draws what the plain one does, whenever it is asked', ({ recipe }) => {
    const gan = createGan(recipe)
    const runner = compiled(gan, recipe)
    const latents = exampleLatents(recipe, 25)
    for (let round = 0; round < 3; round++) {
      const drawn = runner.draw(latents)
      expect(runner.draw(latents)).toEqual(drawn)
      runner.settle()
      const plain = eagerRunner(gan).draw(latents)
      expect(drawn).toEqual(plain)
      takeSteps(gan, runner, 3)
      expect(runner.draw(latents)).not.toEqual(drawn)
    }
    runner.dispose()
    disposeGan(gan)
  })

  it('holds the same number of tensors over 2,000 steps, and gives all back in the end', () => {
    const gan = createGan(h)
    const before = memory().numTensors
    const runner = compiled(gan)
    expect(memory().numTensors).toBe(before)
    takeSteps(gan, runner, 2000)
    expect(memory().numTensors).toBe(before)
    runner.settle()
    expect(memory().numTensors).toBe(before)
    runner.dispose()
    disposeGan(gan)
  })

  it('refuses feeds of a shape it was not compiled for', () => {
    const gan = createGan(h)
    const runner = compiled(gan)
    expect(() => runner.run(exampleFeeds(h, 8), { images: false })).toThrow('no trace')
    runner.dispose()
    disposeGan(gan)
  })

  it('says what cannot be compiled, and leaves the networks as they were', () => {
    const gan = createGan(h)
    const before = readGanState(gan)
    const refusing: CompileSteps = () => {
      throw new Error('it has a strange op')
    }
    const { runner, reason } = compileTraining(gan, refusing, { batches: [exampleFeeds(h, 16)] })
    expect(runner).toBeUndefined()
    expect(reason?.message).toBe('it has a strange op')
    expect(readGanState(gan).generator).toEqual(before.generator)
    disposeGan(gan)
  })

  it('is not used when it is wrong', () => {
    const gan = createGan(h)
    const before = readGanState(gan)
    const wrong: CompileSteps = (steps, variables) => {
      const right = compile(steps, variables)
      const run: typeof right.run = (step, feeds, outputs) => {
        const results = right.run(step, feeds, outputs)
        return { ...results, metrics: (results['metrics'] as Float32Array).map((x) => x + 0.01) }
      }
      return { ...right, run }
    }
    const { runner, reason } = compileTraining(gan, wrong, { batches: [exampleFeeds(h, 16)] })
    expect(runner).toBeUndefined()
    expect(reason?.message).toContain('differ')
    expect(readGanState(gan).optimizer).toEqual(before.optimizer)
    disposeGan(gan)
  })
})

const one: Feeds = { x: { shape: [2], data: Float32Array.of(1, 2) } }
const newVariable = (...values: number[]): Variable => tidy(() => variable(tensor(values)))

/** Compiles one step, and replays it. */
function compileOne(step: Step, variables: readonly Variable[], examples: readonly Feeds[]) {
  const { run, ...rest } = compile({ step: { step, examples } }, variables)
  return { ...rest, run: (feeds: Feeds, outputs: string[]) => run('step', feeds, outputs) }
}

describe('compileSteps', () => {
  it('reads and writes variables in the order that the plain step does', () => {
    const a = newVariable(1, 1)
    const b = newVariable(10, 10)
    const step = compileOne(
      ({ x }) => {
        const before = add(a, b)
        a.assign(add(a, x as Tensor))
        b.assign(mul(a, 2))
        return { before, after: add(a, b) }
      },
      [a, b],
      [one],
    )
    const first = step.run(one, ['before', 'after'])
    expect([...(first['before'] ?? [])]).toEqual([11, 11])
    expect([...(first['after'] ?? [])]).toEqual([6, 9])
    step.run(one, ['after'])
    expect([...a.dataSync()]).toEqual([1, 1])
    step.pull()
    expect([...a.dataSync()]).toEqual([3, 5])
    expect([...b.dataSync()]).toEqual([6, 10])
    tidy(() => a.assign(tensor([0, 0])))
    step.push()
    step.run(one, ['after'])
    step.pull()
    expect([...a.dataSync()]).toEqual([1, 2])
    step.dispose()
  })

  it.each([
    [31, 512],
    [32, 512],
    [40, 1024],
    [40, 1000],
  ])('multiplies %d rows by a matrix %d wide as the plain step does', (rows, columns) => {
    const random = RandomStream.seeded(1, 'products')
    const fill = (...shape: [number, number]) =>
      random.fillNormal(new Float32Array(shape[0] * shape[1]))
    const weight = variable(tensor(fill(24, columns), [24, columns]))
    const bias = newVariable(...fill(1, columns))
    const feeds = { x: { shape: [rows, 24], data: fill(rows, 24) } }
    const step = ({ x }: Readonly<Record<string, Tensor>>) => {
      const loss = (x: Tensor, w: Tensor) => mean<Scalar>(square(dense(x as Tensor2D, w, bias)))
      const { value, grads: slopes } = valueAndGrads(loss)([x as Tensor, weight])
      // Used a second time, and overwritten in between.
      weight.assign(add(weight, slopes[1] as Tensor))
      return { value, dx: slopes[0] as Tensor, again: dense(x as Tensor2D, weight, bias) }
    }
    const compiled = compileOne(step, [weight, bias], [feeds])
    const got = compiled.run(feeds, ['value', 'dx', 'again'])
    const want = step({ x: tensor(feeds.x.data, [rows, 24]) })
    for (const [name, expected] of Object.entries(want)) {
      const worst = expected
        .dataSync<'float32'>()
        .reduce((max, value, i) => Math.max(max, Math.abs(value - (got[name]?.[i] ?? NaN))), 0)
      expect(worst, name).toBeLessThan(1e-4)
    }
    compiled.dispose()
  })

  it('takes steps of several kinds over the same variables', () => {
    const [a, b] = [newVariable(1, 1), newVariable(0, 0)]
    const steps = compile(
      {
        move: {
          step: ({ x }) => {
            a.assign(add(a, x as Tensor))
            return { a: a.clone() }
          },
          examples: [one],
        },
        look: { step: ({ x }) => ({ sum: add(a, mul(b, x as Tensor)) }), examples: [one] },
      },
      [a, b],
    )
    const look = () => [...(steps.run('look', one, ['sum'])['sum'] ?? [])]
    expect(look()).toEqual([1, 1])
    steps.run('move', one, ['a'])
    expect(look()).toEqual([2, 3])
    tidy(() => b.assign(tensor([1, 1])))
    steps.pull()
    tidy(() => b.assign(tensor([1, 1])))
    steps.push()
    expect(look()).toEqual([3, 5])
    expect(() => steps.run('jump', one, ['a'])).toThrow('no trace')
    steps.dispose()
  })

  it('gives what it pulled a life of its own', () => {
    const a = newVariable(0, 0)
    const step = compileOne(
      ({ x }) => {
        a.assign(add(a, x as Tensor))
        return { a: a.clone() }
      },
      [a],
      [one],
    )
    step.run(one, ['a'])
    step.pull()
    const pulled = a.clone()
    step.run(one, ['a'])
    step.pull()
    expect([...pulled.dataSync()]).toEqual([1, 2])
    expect([...a.dataSync()]).toEqual([2, 4])
    step.dispose()
  })

  it('refuses a number that changes from time to time', () => {
    const a = newVariable(1, 1)
    let calls = 0
    const step = () => {
      a.assign(mul(a, scalar(++calls)))
      return { a: a.clone() }
    }
    expect(() => compileOne(step, [a], [one])).toThrow('must be an input')
    expect([...a.dataSync()]).toEqual([1, 1])
  })

  it('refuses a step that reads a tensor back', () => {
    const a = newVariable(1, 1)
    const step = () => ({ a: mul(a, a.dataSync<'float32'>()[0] ?? 0) })
    expect(() => compileOne(step, [a], [one])).toThrow('reads a tensor back')
  })

  it('refuses a tensor from outside', () => {
    const a = newVariable(1, 1)
    // Used once, so that it is TensorFlow's already.
    const outside = tensor([1, 2])
    sub(outside, 1).dispose()
    expect(() => compileOne(() => ({ a: add(a, outside) }), [a], [one])).toThrow('neither variable')
  })

  it('goes on after an error in the middle of a step', () => {
    const a = newVariable(1, 1)
    const broken = () => {
      throw new Error('broken on purpose')
    }
    expect(() => compileOne(broken, [a], [one])).toThrow('on purpose')
    const step = compileOne(({ x }) => ({ sum: add(a, x as Tensor) }), [a], [one])
    expect([...(step.run(one, ['sum'])['sum'] ?? [])]).toEqual([2, 3])
    step.dispose()
  })

  it('leaves no folder behind, and sweeps those of processes that are gone', () => {
    const leftovers = () =>
      fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('gan-studio-graph-'))
    // No process has this number: it is above Linux's and macOS's highest.
    const dead = path.join(os.tmpdir(), 'gan-studio-graph-4194999-dead')
    fs.mkdirSync(dead, { recursive: true })
    const gan = createGan(h)
    compiled(gan).dispose()
    expect(leftovers().filter((name) => name.includes(`-${process.pid}-`))).toEqual([])
    expect(fs.existsSync(dead)).toBe(false)
    expect(ganVariables(gan).length).toBeGreaterThan(0)
    disposeGan(gan)
  })
})
