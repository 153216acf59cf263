import { memory, util } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import type { SavedState, StateDict } from '../src/contract/tensors'
import { openEngine } from '../src/main/engine/open'
import { createGan } from '../src/main/gan/training/gan'
import type { Gan } from '../src/main/gan/training/gan'
import type { Training } from '../src/main/gan/training/loop'
import { eagerRunner } from '../src/main/gan/training/step-runner'
import { runOneStep, stateOf } from './support/gan'
import { madeUpImages } from './support/made-up-images'
import { takeSteps } from './support/training'

const small = { imageSize: 8, latentDim: 10, batchSize: 16 }
const h = { ...presets.reference, ...small }
// Recipes with one variant, whose steps can be fed by hand; presets.test.ts covers all presets.
const recipes = (['reference', 'dcgan'] as const).map((name) => ({
  name,
  recipe: { ...presets[name], ...small },
}))

beforeAll(async () => {
  await openEngine('wasm', 1)
})

/** The names whose values differ. */
function changed(before: StateDict, after: StateDict): string[] {
  return [...before.keys()].filter((name) => {
    const [a, b] = [before.get(name)?.data, after.get(name)?.data]
    return a === undefined || b === undefined || a.some((value, i) => value !== b[i])
  })
}

const isStatistic = (name: string): boolean => /running_|num_batches/.test(name)

describe.each(recipes)('one step of $name', ({ recipe }) => {
  it("of the generator leaves the discriminator and its optimiser's moments unchanged", () => {
    const gan = createGan(recipe)
    const before = stateOf(gan)
    runOneStep(gan, 'g')
    const after = stateOf(gan)
    expect(changed(before.discriminator, after.discriminator)).toEqual([])
    expect(
      changed(before.optimizer, after.optimizer).filter((name) => name.startsWith('discriminator')),
    ).toEqual([])
    expect(changed(before.generator, after.generator)).toEqual([...before.generator.keys()])
    gan.state.dispose()
  })

  it("of the discriminator changes only the generator's running statistics, not its weights", () => {
    const gan = createGan(recipe)
    const before = stateOf(gan)
    runOneStep(gan, 'd0')
    const after = stateOf(gan)
    const moved = changed(before.generator, after.generator)
    expect(moved).toEqual([...before.generator.keys()].filter(isStatistic))
    expect(changed(before.discriminator, after.discriminator)).toEqual([
      ...before.discriminator.keys(),
    ])
    gan.state.dispose()
  })
})

describe('createGan', () => {
  it('gives the same weights for the same seed, and different ones for another', () => {
    const read = (seed: number): StateDict => {
      const gan = createGan({ ...h, seed })
      const state = gan.generator.stateDict()
      gan.state.dispose()
      return state
    }
    expect(changed(read(5), read(5))).toEqual([])
    expect(changed(read(5), read(6))).toContain('model.0.weight')
  })

  it("draws weights and biases as PyTorch's Linear does: uniform within 1/sqrt(inputs)", () => {
    const gan = createGan(h)
    for (const [name, inputs] of [
      ['model.5.weight', 256],
      ['model.8.weight', 512],
      ['model.8.bias', 512],
    ] as const) {
      const data = gan.generator.stateDict().get(name)?.data as Float32Array
      const bound = 1 / Math.sqrt(inputs)
      const largest = data.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
      expect(largest).toBeLessThanOrEqual(Math.fround(bound))
      expect(largest).toBeGreaterThan(0.95 * bound)
      const variance = data.reduce((sum, value) => sum + value * value, 0) / data.length
      // Within five standard deviations for that many uniform numbers.
      const spread = 5 * Math.sqrt(0.8 / data.length)
      expect(Math.abs(variance / (bound ** 2 / 3) - 1)).toBeLessThan(spread)
    }
    gan.state.dispose()
  })

  it("draws a DCGAN's weights as in the paper: normal with deviation 0.02, biases 0", () => {
    const gan = createGan({ ...presets.dcgan, imageSize: 16 })
    for (const name of ['model.0', 'model.4'] as const) {
      const data = gan.generator.stateDict().get(`${name}.weight`)?.data as Float32Array
      const variance = data.reduce((sum, value) => sum + value * value, 0) / data.length
      expect(Math.abs(Math.sqrt(variance) / 0.02 - 1)).toBeLessThan(0.02)
    }
    const bias = gan.discriminator.stateDict().get('model.2.bias')?.data as Float32Array
    expect(bias).toEqual(new Float32Array(64))
    gan.state.dispose()
  })

  it('has as many parameters as the reference', () => {
    const gan = createGan(presets.reference)
    expect(gan.generator.parameterCount).toBe(1_510_032)
    expect(gan.discriminator.parameterCount).toBe(533_505)
    gan.state.dispose()
  })

  it('leaves no tensor behind when disposed of', () => {
    const before = memory().numTensors
    createGan(h).state.dispose()
    expect(memory().numTensors).toBe(before)
  })
})

describe('a state dict', () => {
  it.each(recipes)('of $name loads exactly as it was saved', ({ recipe }) => {
    const gan = createGan(recipe)
    runOneStep(gan, 'g')
    const saved = gan.state.read()
    runOneStep(gan, 'g')
    gan.state.load(saved, 'memory')
    const back = gan.state.read()
    expect([...back.files.keys()]).toEqual(['generator', 'discriminator', 'optimizer'])
    for (const [file, tensors] of back.files) {
      expect(changed(saved.files.get(file) ?? new Map(), tensors)).toEqual([])
    }
    expect(back.host).toEqual(saved.host)
    gan.state.dispose()
  })

  it.each([
    ['host values', (saved: SavedState) => ({ ...saved, host: { ...saved.host, average: [3] } })],
    [
      'a tensor in a file of several parts',
      (saved: SavedState) => {
        const [[, tensor] = []] = [...(saved.files.get('optimizer') ?? [])]
        if (tensor === undefined) throw new Error('the optimiser file is empty')
        const optimizer = new Map(saved.files.get('optimizer')).set(
          'average.model.0.weight',
          tensor,
        )
        return { ...saved, files: new Map([...saved.files, ['optimizer', optimizer]]) }
      },
    ],
  ])('with %s of an unknown part is refused', (_, change) => {
    const gan = createGan(h)
    expect(() => gan.state.load(change(gan.state.read()), 'memory')).toThrow(
      /average.* is unexpected/,
    )
    gan.state.dispose()
  })

  it.each([
    ['a missing value', (state: Map<string, unknown>) => state.delete('model.5.weight'), 'missing'],
    [
      'an unknown value',
      (s: Map<string, unknown>) => s.set('x', s.get('model.0.bias')),
      'x is unexpected',
    ],
    [
      'another shape',
      (s: Map<string, unknown>) => s.set('model.0.bias', s.get('model.2.bias')),
      '128',
    ],
  ])('with %s is refused, and no weight changes', (_, harm, message) => {
    const gan = createGan(h)
    const before = gan.generator.stateDict()
    const other = createGan({ ...h, seed: 99 })
    const state = new Map(other.generator.stateDict())
    harm(state)
    expect(() => gan.generator.loadStateDict(state, 'a file')).toThrow(message)
    expect(changed(before, gan.generator.stateDict())).toEqual([])
    gan.state.dispose()
    other.state.dispose()
  })
})

const trainingOf = (gan: Gan, recipe: Hyperparameters, steps: number): Training => ({
  ...{ gan, runner: eagerRunner(gan), dataset: madeUpImages(640), step: 0 },
  hyperparameters: { ...recipe, epochs: 10_000, steps },
})

describe('the loop', () => {
  // Counting after each step shows even a single leaked tensor. 90 steps cross the ends of two
  // epochs of 40, where the batches differ.
  it.each(recipes)(
    'of $name holds the same number of tensors after each of 90 steps',
    ({ recipe }) => {
      const gan = createGan(recipe)
      const counts: number[] = []
      takeSteps(trainingOf(gan, recipe, 90), { onStep: () => counts.push(memory().numTensors) })
      expect(counts).toEqual(Array(90).fill(counts[0]))
      gan.state.dispose()
    },
  )

  it('stops at the first loss that is not finite, and says so', () => {
    const gan = createGan(h)
    const poisoned = new Map(gan.discriminator.stateDict())
    const weight = poisoned.get('model.0.weight')
    poisoned.set('model.0.weight', {
      dtype: 'F32',
      shape: weight?.shape ?? [],
      data: new Float32Array(util.sizeFromShape([...(weight?.shape ?? [])])).fill(NaN),
    })
    gan.discriminator.loadStateDict(poisoned, 'memory')
    expect(() => takeSteps(trainingOf(gan, h, 5))).toThrow('training diverged')
    gan.state.dispose()
  })
})
