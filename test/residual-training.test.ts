import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { residualSpecs } from '../src/contract/architectures/testing/residual'
import { resamplingSpecs } from '../src/contract/architectures/testing/resampling'
import { presets } from '../src/contract/hyperparameters'
import { openEngine } from '../src/main/engine/open'
import type { OpenEngine } from '../src/main/engine/engine'
import { buildNetworks } from '../src/main/gan/architectures/build-network'
import { compileTraining } from '../src/main/gan/training/compiled-runner'
import { exampleFeeds } from '../src/main/gan/training/feeds'
import { assembleGan } from '../src/main/gan/training/gan'
import type { Gan } from '../src/main/gan/training/gan'
import { eagerRunner } from '../src/main/gan/training/step-runner'
import type { StepRunner } from '../src/main/gan/training/step-runner'
import type { StateDict } from '../src/contract/tensors'
import { differences, givenFeeds } from './support/gan'
import { wave } from './support/parity'

/* Networks with every type of layer train on every engine. */

const h = { ...presets.reference, latentDim: 12, imageSize: 8, channels: 3, batchSize: 6 }
const STEPS = 4

const all = { 'residual networks': residualSpecs, 'resampling networks': resamplingSpecs }
type Name = keyof typeof all
const names = Object.keys(all) as Name[]

const freshGan = (name: Name): Gan => assembleGan(buildNetworks(all[name], 3), h)

function takeSteps(gan: Gan, runner: StepRunner): unknown[] {
  const metrics = Array.from({ length: STEPS }, (_, t) => {
    const given = {
      size: h.batchSize,
      real: wave(h.batchSize * 192, 500 + t, 0.9),
      latentsD: wave(h.batchSize * h.latentDim, 1000 + 2 * t, 1.5),
      latentsG: wave(h.batchSize * h.latentDim, 1001 + 2 * t, 1.5),
    }
    return runner.run(givenFeeds(gan, given), { images: false }).metrics
  })
  runner.pullVariables()
  return metrics
}

const changed = (before: StateDict, after: StateDict): string[] =>
  [...after].flatMap(([name, { data }]) => {
    const old = before.get(name)?.data
    return data.some((value, i) => value !== old?.[i]) ? [name] : []
  })

/** Everything except a singular vector of one number, which is always 1 or -1. */
const changing = (state: StateDict): string[] =>
  [...state].flatMap(([name, { data }]) =>
    name.endsWith('weight_u') && data.length === 1 ? [] : [name],
  )

describe.each(['cpu', 'wasm', 'tensorflow'] as const)('on %s', (engine) => {
  beforeAll(() => openEngine(engine, 1))

  it.each(names)('%s learn in every layer, and leak no tensor', (name) => {
    const gan = freshGan(name)
    const states = () => [gan.generator.stateDict(), gan.discriminator.stateDict()] as const
    const before = states()
    const runner = eagerRunner(gan)
    takeSteps(gan, runner)
    const tensors = memory().numTensors
    takeSteps(gan, runner)
    expect(memory().numTensors).toBe(tensors)
    states().forEach((after, i) => {
      expect(changed(before[i] ?? new Map(), after)).toEqual(changing(after))
    })
    gan.state.dispose()
  })
})

describe('compiled', () => {
  let engine: OpenEngine
  beforeAll(async () => {
    engine = (await openEngine('tensorflow', 1)).engine
  })

  it.each(names)('%s give the same bits as op by op', (name) => {
    if (engine.compile === undefined) throw new Error('the engine cannot compile')
    const [plain, compiled] = [freshGan(name), freshGan(name)]
    const batches = [exampleFeeds(compiled, [h.batchSize])]
    const { runner, reason } = compileTraining(compiled, engine.compile, { batches })
    if (runner === undefined) throw new Error(reason.message)
    expect(takeSteps(compiled, runner)).toEqual(takeSteps(plain, eagerRunner(plain)))
    expect(differences(compiled.state.read(), plain.state.read())).toEqual([])
    runner.dispose()
  })
})
