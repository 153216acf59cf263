import { expect, it } from 'vitest'
import { madeUpEvaluation } from '../../../contract/testing/made-up-evaluation'
import { evaluationText, valueText } from './evaluation-text'

const result = (key: string, value: number) => ({ key, value, details: {}, protocol: {} })
const { protocol } = madeUpEvaluation()
const evaluationOf = (netId: string, floorCount: number) =>
  madeUpEvaluation({
    protocol: { ...protocol, net: { ...protocol.net, id: netId, weak: false } },
    results: [result('fid', 485.05), result('kid', 13.84), result('memorisation', 0.014)],
    floor: { split: 'training', count: floorCount, results: [result('fid', 2.41)] },
  })

it('an FID is rated only with a bundled net and a floor from as many images', () => {
  const words = /far from real images/
  expect(evaluationText(evaluationOf('lenet-mnist', 80)).join('\n')).toMatch(words)
  expect(evaluationText(evaluationOf('lenet-mnist', 79)).join('\n')).not.toMatch(words)
  expect(evaluationText(evaluationOf('pixels', 80)).join('\n')).not.toMatch(words)
})

it('a metric without a floor says which value to expect', () => {
  const line = evaluationText(evaluationOf('pixels', 80)).find((each) => /^Memor/.test(each))
  expect(line).toMatch(/0\.014.*about 0\.5/)
})

it('large values are written in full, small ones with the decimals of their metric', () => {
  expect(valueText('kid', 13_844.6)).toBe('13,845')
  expect(valueText('kid', 0.0025)).toBe('0.0025')
})
