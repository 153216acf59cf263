import { expect, test } from 'vitest'
import { imageMetrics as described } from '../src/contract/metrics/images/image-metrics'
import { metrics as ofSteps } from '../src/contract/metrics/metrics'
import { charts as chartsOfSteps } from '../src/contract/metrics/table'
import { losses } from '../src/contract/recipe/losses/losses'
import type { Words } from '../src/contract/words'
import { imageMetrics as computed } from '../src/main/metrics/metrics'

/*
 * An image metric has one file that computes it and one that describes it, each listed in a table.
 */

const HAN = /\p{Script=Han}/u
const distinct = (values: readonly unknown[]) => expect(new Set(values).size).toBe(values.length)

test('each metric that is computed is described, in the same order', () => {
  expect(described.map(({ key }) => key)).toEqual(computed.map(({ key }) => key))
})

test('they share no keys or charts with the metrics of steps', () => {
  distinct([...described, ...ofSteps].map(({ key }) => key))
  const charts = [...new Set(described.map(({ chart }) => chart))]
  distinct([...charts, ...chartsOfSteps()].map(({ id }) => id))
  for (const chart of charts) {
    distinct(described.filter((metric) => metric.chart === chart).map(({ color }) => color))
  }
})

test('their texts are in both languages', () => {
  const inBoth = ({ en, zh }: Words) => {
    expect(en).not.toMatch(HAN)
    if (/[a-z]{2}/.test(en)) expect(zh).toMatch(HAN)
  }
  for (const { label, meaning, chart } of described) {
    inBoth(label)
    if (typeof meaning === 'function') throw new Error('image metrics do not depend on the loss')
    inBoth(meaning)
    expect(meaning.en).toMatch(/\.$/)
    expect(meaning.zh).toMatch(/。$/)
    const { title, help } = chart.describe(losses.nonSaturating)
    inBoth(title)
    inBoth(help)
  }
})
