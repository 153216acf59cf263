import { expect, test } from 'vitest'
import type { Loss } from '../recipe/losses/loss'
import { losses } from '../recipe/losses/losses'
import { outputOf } from '../recipe/losses/output'
import { plainArithmetic as a } from '../recipe/plain-arithmetic'
import type { Words } from '../words'
import { metrics } from './metrics'
import { charts, labelIn, meaningOf, metricOf, metricsOf, stepMetrics } from './table'

const HAN = /\p{Script=Han}/u
const FORMULA = /^[A-Z]\(.*\)$/

function expectBothLanguages({ en, zh }: Words, what: string): void {
  expect(en.trim(), what).not.toBe('')
  // Formulas are the same in every language.
  if (FORMULA.test(en)) expect(zh, what).toBe(en)
  else expect(zh, what).toMatch(HAN)
  expect(en, what).not.toMatch(HAN)
}

test('metrics have distinct keys and colours, and texts in both languages', () => {
  for (const metric of metrics) {
    const { key, label, decimals } = metric
    expect(key).toMatch(/^[a-z][A-Za-z0-9]*$/)
    expect(['step', 'epoch']).not.toContain(key)
    expectBothLanguages(label, `${key}'s label`)
    for (const { en, zh } of [undefined, ...Object.values(losses)].map((loss) =>
      meaningOf(metric, loss),
    )) {
      expectBothLanguages({ en, zh }, `${key}'s meaning`)
      expect(en).toMatch(/\.$/)
      expect(zh).toMatch(/。$/)
    }
    expect(Number.isInteger(decimals) && decimals >= 0).toBe(true)
  }
  const distinct = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length)
  distinct(metrics.map(({ key }) => key))
  distinct(metrics.map(({ label }) => label.en))
  for (const chart of charts()) distinct(metricsOf(chart).map(({ color }) => color))
})

test('charts have distinct ids, and texts in both languages', () => {
  expect(new Set(charts().map(({ id }) => id)).size).toBe(charts().length)
  for (const chart of charts()) {
    for (const loss of Object.values(losses)) {
      const { title, help, range } = chart.describe(loss)
      expectBothLanguages(title, `${chart.id}'s title`)
      expectBothLanguages(help, `${chart.id}'s help`)
      if (range !== undefined) expect(range.min).toBeLessThan(range.max)
    }
  }
  expect(charts().flatMap(metricsOf)).toHaveLength(metrics.length)
})

test.each(Object.entries(losses))(
  'the baselines of %s are within the ranges of their charts',
  (_, loss) => {
    for (const { key, baseline, chart } of metrics) {
      const value = baseline?.(loss)
      if (value === undefined) continue
      expect(Number.isFinite(value), key).toBe(true)
      const { min, max } = chart.describe(loss).range ?? { min: -Infinity, max: Infinity }
      expect(value).toBeGreaterThanOrEqual(min)
      expect(value).toBeLessThanOrEqual(max)
    }
  },
)

test('a line of metrics.jsonl begins with the keys that version 0.1.0 wrote', () => {
  expect(metrics.slice(0, 4).map(({ key }) => key)).toEqual(['lossD', 'lossG', 'dReal', 'dFake'])
})

/** The metrics that a step with these logits reports. */
function valuesOf(loss: Loss, real: readonly number[], fake: readonly number[]) {
  const logits = { real: Float64Array.from(real), fake: Float64Array.from(fake) }
  const outcome = {
    realLogits: logits.real,
    fakeLogits: logits.fake,
    lossD: loss.discriminator(logits, a),
    lossG: loss.generator(logits, a),
    output: (some: Float64Array) => outputOf(loss, some, a),
  }
  return Object.fromEntries(
    stepMetrics().map(({ key, value }): [string, number] => [key, value(outcome, a)[0] ?? NaN]),
  )
}

test('the values of a step are the means over its batch', () => {
  const log3 = Math.log(3)
  const values = valuesOf(losses.nonSaturating, [0, log3], [-log3, -log3])
  expect(values['dReal']).toBeCloseTo((1 / 2 + 3 / 4) / 2, 12)
  expect(values['dFake']).toBeCloseTo(1 / 4, 12)
  const real = -(Math.log(1 / 2) + Math.log(3 / 4)) / 2
  expect(values['lossD']).toBeCloseTo(real - Math.log(1 - 1 / 4), 12)
  expect(values['lossG']).toBeCloseTo(-Math.log(1 / 4), 12)
})

test.each(Object.entries(losses))('equal logits give the baselines of %s', (_, loss) => {
  const equal = Array<number>(3).fill(loss.equilibrium.logit)
  const values = valuesOf(loss, equal, equal)
  for (const { key, baseline } of stepMetrics()) {
    const expected = baseline?.(loss)
    if (expected !== undefined) expect(values[key], key).toBeCloseTo(expected, 12)
  }
})

test('a metric known only to another version is labelled with its key', () => {
  expect(labelIn('lossD', 'zh-CN')).toBe('D 损失')
  expect(labelIn('notKnownYet', 'en')).toBe('notKnownYet')
  expect(metricOf('constructor')).toBeUndefined()
})
