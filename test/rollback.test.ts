import { beforeAll, describe, expect, it } from 'vitest'
import type { StateDict } from '../src/contract/tensors'
import { openEngine } from '../src/main/engine/open'
import type { Dataset } from '../src/main/gan/data/dataset'
import { createGan } from '../src/main/gan/training/gan'
import type { Training } from '../src/main/gan/training/loop'
import { train } from '../src/main/gan/training/loop'
import { Snapshot } from '../src/main/gan/training/snapshot'
import { eagerRunner } from '../src/main/gan/training/step-runner'
import { chooseRunner } from '../src/main/trainer/train/choose-runner'
import { presets } from '../src/contract/hyperparameters'
import type { Feed, OpenEngine } from '../src/main/engine/engine'
import { stateOf } from './support/gan'

const h = { ...presets.reference, imageSize: 8, latentDim: 10, batchSize: 16, steps: 40, epochs: 9 }
let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 1)).engine
})

function training(): Training {
  const pixels = Uint8Array.from({ length: 640 * 64 }, (_, i) => (i * 37) % 256)
  const identity = { name: 'x', fingerprint: '0'.repeat(64), images: 640, width: 8, height: 8 }
  const dataset: Dataset = {
    identity: { ...identity, channels: 1 },
    ...{ pixels, count: 640, imageSize: 8, channels: 1 },
  }
  const gan = createGan(h)
  const { runner, compiled } = chooseRunner(gan, engine, h, { images: 640, compile: true })
  expect(compiled).toBe(true)
  return { gan, runner, dataset, hyperparameters: h, step: 0 }
}

function takeSteps(t: Training, until: number): number[] {
  const losses: number[] = []
  for (const { metrics } of train(t, new AbortController().signal)) {
    losses.push(...Object.values(metrics))
    if (t.step === until) break
  }
  return losses
}

const currentState = (t: Training): StateDict[] => {
  t.runner.pullVariables()
  const { generator, discriminator, optimizer } = stateOf(t.gan)
  return [generator, discriminator, optimizer]
}

const equal = (a: StateDict[], b: StateDict[]): boolean =>
  a.every((state, k) =>
    [...state].every(([name, { data }]) => {
      const other = b[k]?.get(name)?.data
      return other !== undefined && data.every((value, i) => value === other[i])
    }),
  )

const atOnce = () => Promise.resolve()

describe('a snapshot', () => {
  it('does not change while training continues, and training can return to it exactly', async () => {
    const t = training()
    takeSteps(t, 5)
    const snapshot = new Snapshot(t)
    snapshot.take()
    const before = currentState(t)
    const first = takeSteps(t, 15)
    expect(equal(before, currentState(t))).toBe(false)
    const { files, host } = await snapshot.read(atOnce)
    expect([...files.keys()]).toEqual(['generator', 'discriminator', 'optimizer'])
    expect(equal(before, [...files.values()])).toBe(true)
    expect(host).toMatchObject({ 'optimizer.generator': [5], 'optimizer.discriminator': [5] })
    snapshot.restore()
    expect(t.step).toBe(5)
    expect(equal(before, currentState(t))).toBe(true)
    expect(takeSteps(t, 15)).toEqual(first)
  })

  it('restores the state before a batch that is not finite', () => {
    const t = training()
    takeSteps(t, 3)
    const snapshot = new Snapshot(t)
    snapshot.take()
    const before = currentState(t)
    const intact = t.runner
    t.runner = {
      ...intact,
      run: (given, options) => {
        const real = given.feeds['d0.real'] as Feed
        const poisoned = { ...real, data: real.data.slice().fill(NaN, 0, 1) }
        const feeds = { ...given.feeds, ...(t.step === 6 ? { 'd0.real': poisoned } : {}) }
        return intact.run({ ...given, feeds }, options)
      },
    }
    expect(() => takeSteps(t, 20)).toThrow('diverged')
    expect(
      currentState(t).some((state) =>
        [...state.values()].some(
          ({ data }) => !(data as Float32Array).every((v) => !Number.isNaN(v)),
        ),
      ),
    ).toBe(true)
    snapshot.restore()
    expect(equal(before, currentState(t))).toBe(true)
    expect(takeSteps(t, 5).every(Number.isFinite)).toBe(true)
  })

  it('lets a plain runner continue after a compiled step fails', () => {
    const t = training()
    const snapshot = new Snapshot(t)
    takeSteps(t, 4)
    snapshot.take()
    const expected = takeSteps(t, 8)
    snapshot.restore()
    const compiled = t.runner
    t.runner = {
      ...compiled,
      run: () => {
        throw new Error('out of memory')
      },
    }
    expect(() => takeSteps(t, 8)).toThrow('out of memory')
    snapshot.restore()
    compiled.dispose()
    t.runner = eagerRunner(t.gan)
    const got = takeSteps(t, 8)
    expected.forEach((loss, i) => expect(Math.abs(loss - (got[i] ?? NaN))).toBeLessThan(1e-5))
  })
})
