import { expect, test } from 'vitest'
import { plainArithmetic } from '../recipe/plain-arithmetic'
import type { Words } from '../words'
import { nonSaturatingLoss } from './loss-facts'
import { metrics } from './metrics'
import { charts, labelIn, metricOf, metricsOf, stepMetrics } from './table'

const HAN = /\p{Script=Han}/u
const FORMULA = /^[A-Z]\(.*\)$/

function expectBothLanguages({ en, zh }: Words, what: string): void {
  expect(en.trim(), what).not.toBe('')
  // A formula is the same everywhere.
  if (FORMULA.test(en)) expect(zh, what).toBe(en)
  else expect(zh, what).toMatch(HAN)
  expect(en, what).not.toMatch(HAN)
}

test('every metric has a key and a colour of its own, and its words in both languages', () => {
  for (const { key, label, meaning, decimals } of metrics) {
    expect(key).toMatch(/^[a-z][A-Za-z0-9]*$/)
    expect(['step', 'epoch']).not.toContain(key)
    expectBothLanguages(label, `${key}'s label`)
    expectBothLanguages(meaning, `${key}'s meaning`)
    expect(meaning.en).toMatch(/\.$/)
    expect(meaning.zh).toMatch(/。$/)
    expect(Number.isInteger(decimals) && decimals >= 0).toBe(true)
  }
  const distinct = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length)
  distinct(metrics.map(({ key }) => key))
  distinct(metrics.map(({ label }) => label.en))
  for (const chart of charts()) distinct(metricsOf(chart).map(({ color }) => color))
})

test('every chart has an id of its own and its words in both languages', () => {
  expect(new Set(charts().map(({ id }) => id)).size).toBe(charts().length)
  for (const { id, title, help, range } of charts()) {
    expectBothLanguages(title, `${id}'s title`)
    expectBothLanguages(help, `${id}'s help`)
    if (range !== undefined) expect(range.min).toBeLessThan(range.max)
  }
  expect(charts().flatMap(metricsOf)).toHaveLength(metrics.length)
})

test('a baseline lies on its chart', () => {
  for (const { key, baseline, chart } of metrics) {
    const value = baseline?.(nonSaturatingLoss)
    if (value === undefined) continue
    expect(Number.isFinite(value), key).toBe(true)
    expect(value).toBeGreaterThanOrEqual(chart.range?.min ?? -Infinity)
    expect(value).toBeLessThanOrEqual(chart.range?.max ?? Infinity)
  }
})

test('a line of metrics.jsonl begins as version 0.1.0 wrote it', () => {
  expect(metrics.slice(0, 4).map(({ key }) => key)).toEqual(['lossD', 'lossG', 'dReal', 'dFake'])
})

test('the values of a step are those of its batch, and at equilibrium the baselines', () => {
  const a = plainArithmetic
  const at = (real: number[], fake: number[], lossD: number, lossG: number) => {
    const outcome = {
      realLogits: Float64Array.from(real),
      fakeLogits: Float64Array.from(fake),
      lossD: Float64Array.of(lossD),
      lossG: Float64Array.of(lossG),
      confidence: (logits: Float64Array) => a.sigmoid(logits),
    }
    return Object.fromEntries(stepMetrics().map(({ key, value }) => [key, value(outcome, a)[0]]))
  }
  const some = at([0, Math.log(3)], [-Math.log(3), -Math.log(3)], 1.25, 0.5)
  expect(some).toMatchObject({ lossD: 1.25, lossG: 0.5 })
  expect(some['dReal']).toBeCloseTo((0.5 + 0.75) / 2, 12)
  expect(some['dFake']).toBeCloseTo(0.25, 12)
  // A discriminator that cannot tell them apart.
  const { lossD, lossG } = nonSaturatingLoss.equilibrium
  const equal = at([0, 0], [0, 0], lossD ?? NaN, lossG ?? NaN)
  for (const { key, baseline } of stepMetrics()) {
    const expected = baseline?.(nonSaturatingLoss)
    if (expected !== undefined) expect(equal[key], key).toBeCloseTo(expected, 12)
  }
})

test('a key of another version names itself', () => {
  expect(labelIn('lossD', 'zh-CN')).toBe('D 损失')
  expect(labelIn('notKnownYet', 'en')).toBe('notKnownYet')
  expect(metricOf('constructor')).toBeUndefined()
})
