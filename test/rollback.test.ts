import { beforeAll, describe, expect, it } from 'vitest'
import { openEngine } from '../src/main/engine/open'
import { Snapshot } from '../src/main/gan/training/snapshot'
import { eagerRunner } from '../src/main/gan/training/step-runner'
import { presets } from '../src/contract/hyperparameters'
import type { Feed, OpenEngine } from '../src/main/engine/engine'
import { differences } from './support/gan'
import { madeUpImages } from './support/made-up-images'
import { newTraining, stateOf, takeSteps } from './support/training'

const h = { ...presets.reference, imageSize: 8, latentDim: 10, batchSize: 16, steps: 40, epochs: 9 }
let engine: OpenEngine

beforeAll(async () => {
  engine = (await openEngine('tensorflow', 1)).engine
})

const training = () => newTraining({ engine, h, dataset: madeUpImages(640), compile: true })

const atOnce = () => Promise.resolve()

describe('a snapshot', () => {
  it('does not change while training continues, and training can return to it exactly', async () => {
    const t = training()
    takeSteps(t, { until: 5 })
    const snapshot = new Snapshot(t)
    snapshot.take()
    const before = stateOf(t)
    const first = takeSteps(t, { until: 15 })
    expect(differences(before, stateOf(t))).not.toEqual([])
    const saved = await snapshot.read(atOnce)
    expect([...saved.files.keys()]).toEqual(['generator', 'discriminator', 'optimizer'])
    expect(differences(before, saved)).toEqual([])
    expect(saved.host).toMatchObject({ 'optimizer.generator': [5], 'optimizer.discriminator': [5] })
    snapshot.restore()
    expect(t.step).toBe(5)
    expect(differences(before, stateOf(t))).toEqual([])
    expect(takeSteps(t, { until: 15 })).toEqual(first)
  })

  it('restores the state before a batch that is not finite', () => {
    const t = training()
    takeSteps(t, { until: 3 })
    const snapshot = new Snapshot(t)
    snapshot.take()
    const before = stateOf(t)
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
    expect(() => takeSteps(t, { until: 20 })).toThrow('diverged')
    expect(
      [...stateOf(t).files.values()].some((state) =>
        [...state.values()].some(
          ({ data }) => !(data as Float32Array).every((v) => !Number.isNaN(v)),
        ),
      ),
    ).toBe(true)
    snapshot.restore()
    expect(differences(before, stateOf(t))).toEqual([])
    expect(takeSteps(t, { until: 5 }).flatMap(Object.values).every(Number.isFinite)).toBe(true)
  })

  it('lets a plain runner continue after a compiled step fails', () => {
    const t = training()
    const snapshot = new Snapshot(t)
    takeSteps(t, { until: 4 })
    snapshot.take()
    const expected = takeSteps(t, { until: 8 })
    snapshot.restore()
    const compiled = t.runner
    t.runner = {
      ...compiled,
      run: () => {
        throw new Error('out of memory')
      },
    }
    expect(() => takeSteps(t, { until: 8 })).toThrow('out of memory')
    snapshot.restore()
    compiled.dispose()
    t.runner = eagerRunner(t.gan)
    const got = takeSteps(t, { until: 8 })
    expect(got).toHaveLength(expected.length)
    expected.flatMap(Object.entries).forEach(([name, value], i) => {
      const other = got.flatMap(Object.values)[i] as number
      expect(Math.abs((value as number) - other), name).toBeLessThan(1e-5)
    })
  })
})
