import { expect, it } from 'vitest'
import type { ChartLine } from '../../../charts/chart-model'
import { buildCompareModel, viewOf } from './compare-model'

const formatting = { color: String, formatX: String, formatY: String, formatLevel: String }
const visible = { from: 1, to: 100 }

function modelOf(all: readonly (readonly number[])[], hidden: readonly number[] = []) {
  const lines = all.map((smoothed, i): ChartLine => ({
    ...{ key: String(i), color: '', dash: [], visible: !hidden.includes(i), sparse: false },
    ...{ xs: smoothed.map((_, x) => x + 1), smoothed },
  }))
  const views = lines.map((line) => viewOf(line, visible, false))
  const parts = { lines, views, levels: [], visible, bounds: visible, xStep: undefined }
  return buildCompareModel({ ...parts, range: undefined, logarithmic: false }, formatting)
}

it('an axis fits the lines shown, and only their part in view', () => {
  const both = modelOf([
    [1, 2],
    [50, 90],
  ])
  expect([both.y.min < 1, both.y.max > 90, both.outside]).toEqual([true, true, 0])
  const one = modelOf(
    [
      [1, 2],
      [50, 90],
    ],
    [1],
  )
  expect([one.y.max < 3, one.outside]).toEqual([true, 0])
  const later = [...Array.from({ length: 100 }, () => 1), 7]
  expect(modelOf([later]).y.max).toBeLessThan(2)
})

it('outliers do not squash the others, and are counted', () => {
  const values = Array.from({ length: 100 }, (_, i) => (i === 50 ? 1e6 : i % 7))
  const { y, outside } = modelOf([values, values], [1])
  expect([y.max < 10, outside]).toEqual([true, 1])
})
