import { presets } from '../../src/contract/hyperparameters'
import type { Hyperparameters, PresetName } from '../../src/contract/hyperparameters'

/** A run that is healthy, or fails from a known step on. */
export interface Scenario {
  name: string
  /** Kinds of alarms, one of which must be raised; empty if the run is healthy. */
  expect: readonly string[]
  hyperparameters: Hyperparameters
  /** True if it continues from the base run's last checkpoint, where the failure then begins. */
  fromBase: boolean
  /** True if the images of its checkpoints are measured, after training. */
  measured?: true
}

/** The length of the healthy run that failing ones continue. */
export const BASE_STEPS = 1200
/** The number of steps within which failures must be found. */
const FAILING_STEPS = 1200
/** Measured after training, since measuring would take longer than these short runs. */
const often = { checkpointInterval: 400, metricsInterval: 0, keepCheckpoints: 0 }
const reference = { ...presets.reference, ...often, steps: BASE_STEPS }

export const base: Scenario = {
  name: 'base',
  expect: [],
  hyperparameters: reference,
  fromBase: false,
}

const failing = (
  name: string,
  expect: readonly string[],
  changes: Partial<Hyperparameters>,
): Scenario => ({
  name,
  expect,
  hyperparameters: { ...reference, steps: BASE_STEPS + FAILING_STEPS, ...changes },
  fromBase: true,
})

/** The same, from an untrained network. */
const failingFromStart = (...given: Parameters<typeof failing>): Scenario => {
  const scenario = failing(...given)
  const hyperparameters = { ...scenario.hyperparameters, steps: FAILING_STEPS }
  return { ...scenario, hyperparameters, fromBase: false }
}

const healthy = (name: PresetName, steps: number, seed = 1): Scenario => ({
  name: `${name}, seed ${seed}`,
  expect: [],
  hyperparameters: { ...presets[name], ...often, steps, seed },
  fromBase: false,
})

export const scenarios: readonly Scenario[] = [
  failing('rate-0.05', ['exploded', 'imagesAlike'], { learningRate: 0.05 }),
  failing('rate-0.01', ['exploded', 'imagesAlike'], { learningRate: 0.01 }),
  {
    ...failing('rate-0.01-measured', ['varietyLost'], { learningRate: 0.01 }),
    measured: true,
  },
  failing('rate-1', ['exploded'], { learningRate: 1 }),
  failing('momentum-0.9999', ['exploded'], { beta1: 0.9999 }),
  failing('frozen-d', ['discriminatorBeaten'], { discriminatorLearningRate: 1e-7 }),
  {
    ...failing('frozen-d-measured', ['classesMissing'], { discriminatorLearningRate: 1e-7 }),
    measured: true,
  },
  failing('frozen-g', ['discriminatorWon'], {
    learningRate: 1e-7,
    discriminatorLearningRate: 0.001,
  }),
  failing('clipped-d', ['discriminatorBeaten'], { weightClip: 0.0001 }),
  failingFromStart('critic-without-limit', ['exploded'], {
    loss: 'wasserstein',
    learningRate: 0.005,
  }),
  healthy('dcgan', 1600),
  healthy('reference-momentum', 1600),
  healthy('conditional-mlp', 1600),
  healthy('sn-dcgan-conditional', 800),
  healthy('wgan-gp', 400),
  healthy('small-data', 800),
  healthy('r3-lite', 400),
  { ...healthy('reference', 2000, 2), measured: true },
]
