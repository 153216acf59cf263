import { describe, expect, it } from 'vitest'
import { protocolKey } from '../../../contract/evaluations/protocol-key'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { evaluationOf } from './testing'
import { protocolGroups, withEvaluation } from './protocols'

const { protocol } = evaluationOf()

/** Changes of everything that must be equal for values to be compared. */
const others: Record<string, Partial<Evaluation>> = {
  net: { protocol: { ...protocol, net: { ...protocol.net, sha256: 'e'.repeat(64) } } },
  data: { protocol: { ...protocol, dataset: { name: 'x', fingerprint: 'f'.repeat(64) } } },
  split: { protocol: { ...protocol, split: 'training' } },
  'number of real images': { protocol: { ...protocol, realCount: 99 } },
  classes: { protocol: { ...protocol, classes: 'equal' } },
  seed: { protocol: { ...protocol, seed: 2 } },
  engine: { protocol: { ...protocol, engine: { name: 'cpu', version: '1' } } },
  weights: { weights: 'raw' },
}

describe('evaluations', () => {
  it.each(Object.entries(others))('with another %s are in another group', (_, change) => {
    const groups = protocolGroups([evaluationOf(), evaluationOf({ step: 600, ...change })])
    expect(groups.map(({ evaluations }) => evaluations.length)).toEqual([1, 1])
  })

  it('with other steps, passes or numbers of generated images are in the same group', () => {
    const cheap = { ...protocol, generatedCount: 20 }
    const groups = protocolGroups([
      evaluationOf(),
      evaluationOf({ step: 600 }),
      evaluationOf({ step: 600, pass: 'cheap', protocol: cheap }),
    ])
    expect(groups.map(({ evaluations }) => evaluations.length)).toEqual([3])
  })

  it('of weights without a step are in no group', () => {
    expect(protocolGroups([evaluationOf({ step: null })])).toEqual([])
  })

  it('of the last measurement come first, whatever its step', () => {
    const late = evaluationOf({ step: 100, ...others['seed'], measuredAt: '2027-01-01T00:00:00Z' })
    const [first] = protocolGroups([late, evaluationOf()])
    expect(first?.key).toBe(protocolKey(late))
  })

  it('replace earlier ones of the same checkpoint and protocol, and no others', () => {
    const before = [evaluationOf(), evaluationOf({ step: 600 })]
    for (const change of [{ step: 550 }, { protocol: { ...protocol, generatedCount: 5 } }]) {
      expect(withEvaluation(before, evaluationOf(change))).toHaveLength(3)
    }
    const again = evaluationOf({ seconds: 9, measuredAt: '2027-01-01T00:00:00Z' })
    expect(withEvaluation(before, again)).toEqual([again, before[1]])
  })
})
