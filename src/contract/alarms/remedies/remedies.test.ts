import { describe, expect, it } from 'vitest'
import { hyperparametersSchema, presets } from '../../hyperparameters'
import type { Hyperparameters } from '../../hyperparameters'
import { lowerRates } from '../../lower-rate'
import { detectors } from '../detectors'
import { NOT_FINITE } from '../of-run'
import { remedyFor } from './remedies'

const kinds = [...detectors.map(({ kind }) => kind), NOT_FINITE]
const settings = (changes: Partial<Hyperparameters>): Hyperparameters => ({
  ...presets.reference,
  ...changes,
})
const remedyOf = (kind: string, changes: Partial<Hyperparameters>) =>
  remedyFor([{ kind }], { hyperparameters: settings(changes) })

const critic = { loss: 'wasserstein', learningRate: 0.001 } as const
const frozenG = { learningRate: 1e-7, discriminatorLearningRate: 0.001 }
const PENALTY = { penalty: 'gradientPenalty', penaltyWeight: 10, penaltyInterval: 1 }

describe('the remedy of an alarm', () => {
  it.each([
    // The failing runs of `node bench/run.mjs alarms`.
    ['discriminatorBeaten', { discriminatorLearningRate: 1e-7 }, { discriminatorLearningRate: 0 }],
    ['classesMissing', { discriminatorLearningRate: 1e-7 }, { discriminatorLearningRate: 0 }],
    ['discriminatorWon', frozenG, { learningRate: 0.001, discriminatorLearningRate: 0 }],
    ['discriminatorBeaten', { weightClip: 0.0001 }, { weightClip: 0.01 }],
    ['exploded', critic, PENALTY],
    ['exploded', { ...critic, learningRate: 0.005 }, { ...PENALTY, learningRate: 0.0002 }],
    ['exploded', { ...critic, learningRate: 1 }, { ...PENALTY, learningRate: 0.0002 }],
  ] as const)('%s with %j is %j', (kind, changes, expected) => {
    const remedy = remedyOf(kind, changes)
    expect(remedy.changes).toEqual(expected)
    expect(remedy.why?.remedy).toBeDefined()
  })

  it.each([
    ['discriminatorBeaten', {}],
    // A usual choice, as in two time-scale updates.
    ['discriminatorBeaten', { learningRate: 0.0002, discriminatorLearningRate: 0.0001 }],
    ['discriminatorWon', { learningRate: 0.0001, discriminatorLearningRate: 0.0004 }],
    ['discriminatorBeaten', { weightClip: 0.01 }],
    // A slow D does not win, and a slow G is not deceiving D.
    ['discriminatorWon', { discriminatorLearningRate: 1e-7 }],
    ['discriminatorBeaten', frozenG],
    ['exploded', { ...critic, penalty: 'r1' }],
    ['exploded', { ...critic, weightClip: 0.01 }],
    ['exploded', { ...critic, architecture: 'dcgan', discriminatorNorm: 'spectral' }],
    ['exploded', { learningRate: 0.05 }],
    // Equal rates would be too high.
    ['imagesAlike', { learningRate: 1, discriminatorLearningRate: 1e-7 }],
    ['imagesAlike', { learningRate: 0.05, discriminatorLearningRate: 1e-7 }],
    ['discriminatorWon', { learningRate: 1e-7, discriminatorLearningRate: 0.05 }],
  ] as const)('%s with %j is lower learning rates', (kind, changes) => {
    const { name, of, changes: found } = remedyOf(kind, changes)
    expect([name, of]).toEqual(['lowerRates', []])
    expect(found).toEqual(lowerRates(settings(changes)))
  })

  it('is clipping for a critic with batch norm, which rules out a gradient penalty', () => {
    const { changes } = remedyOf('exploded', { ...critic, ...batchNormInD })
    expect(changes).toEqual({ weightClip: 0.01 })
  })

  it('is that of the oldest alarm with a clear cause', () => {
    const alarms = ['imagesAlike', 'exploded', 'fewPatterns'].map((kind) => ({ kind }))
    expect(remedyFor(alarms, { hyperparameters: settings(critic) })).toMatchObject({
      name: 'unlimitedCritic',
      of: [{ kind: 'exploded' }],
    })
  })

  it('always makes a valid run with other settings, without the same cause', () => {
    const all = Object.values(presets).flatMap((preset): Hyperparameters[] =>
      [{}, { discriminatorLearningRate: 1e-7 }, frozenG, { weightClip: 0.0001 }, critic].map(
        (changes) => ({ ...preset, ...changes }),
      ),
    )
    for (const before of all.filter((one) => hyperparametersSchema.safeParse(one).success)) {
      for (const kind of kinds) {
        const remedy = remedyFor([{ kind }], { hyperparameters: before })
        const after = { ...before, ...remedy.changes }
        expect(hyperparametersSchema.safeParse(after).error).toBeUndefined()
        if (remedy.name === 'lowerRates') continue
        expect(after).not.toEqual(before)
        const again = remedyFor([{ kind }], { hyperparameters: after })
        expect(again.name).not.toBe(remedy.name)
      }
    }
  })
})

const batchNormInD = { architecture: 'dcgan', discriminatorNorm: 'batch' } as const
