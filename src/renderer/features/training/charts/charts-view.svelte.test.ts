import { describe, expect, it } from 'vitest'
import type { CommandReply } from '../../../../contract/api'
import { lossChart, outputChart } from '../../../../contract/metrics/charts'
import type { Loss } from '../../../../contract/recipe/losses/loss'
import { losses } from '../../../../contract/recipe/losses/losses'
import { append, emptySeries } from '../../../charts/series/metrics-series'
import { MetricsSeries } from '../../../charts/series/metrics-series.svelte'
import { fakeMetrics } from '../../../testing/fake-data'
import { FakeClient } from '../../../testing/fake-client'
import { flushPromises } from '../../../testing/flush-promises'
import { buildModel } from './chart-build'
import { ChartsView } from './charts-view.svelte'

async function setUp(steps: number, loss: Loss = losses.nonSaturating) {
  const studio = new FakeClient()
  studio.override['runs.metrics'] = ({ from = 1, to = steps }): CommandReply<'runs.metrics'> => {
    const last = Math.min(to, steps)
    const points = Array.from({ length: Math.max(0, last - from + 1) }, (_, i) =>
      fakeMetrics(from + i, 100),
    )
    const { step, bands } = append(emptySeries(from), points)
    return { step, series: Object.fromEntries(bands), lastStep: steps }
  }
  const metrics = new MetricsSeries(studio, 'run', (draw) => draw())
  metrics.ensureLoaded()
  await flushPromises()
  return new ChartsView(metrics, loss)
}

const plain = { color: () => '#000', formatX: String, formatY: String }

describe('the cursor', () => {
  it('reads the newest step until moved, and stays on the chart', async () => {
    const view = await setUp(200)
    expect(view.reading?.to).toBe(200)
    view.moveCursor(1)
    expect(view.reading?.to).toBe(200)
    view.moveCursor(-3)
    expect(view.reading?.to).toBe(197)
    view.moveCursor(-Infinity)
    expect(view.reading?.from).toBe(1)
    view.moveCursor(-1)
    expect(view.reading?.from).toBe(1)
    view.moveCursor(Infinity)
    expect(view.reading?.to).toBe(200)
  })

  it('reads the exact metrics of a step without smoothing', async () => {
    const view = await setUp(200)
    view.smoothing = 0
    view.cursor = 77
    const { lossD, lossG, dReal, dFake } = fakeMetrics(77, 100)
    const values = new Map(Object.entries({ lossD, lossG, dReal, dFake }))
    expect(view.reading).toEqual({ from: 77, to: 77, values })
  })

  it('has no reading for a run without steps', async () => {
    const view = await setUp(0)
    expect(view.reading).toBeUndefined()
    view.moveCursor(-1)
    expect(view.cursor).toBeUndefined()
  })
})

describe('the newest values', () => {
  it('depend on neither the width of the charts nor their zoom', async () => {
    const view = await setUp(5000)
    const { reading, balance } = view
    expect(reading?.to).toBe(5000)
    for (const pixels of [240, 390, 800, 1600, 4000]) {
      view.pixels = pixels
      expect(view.reading, `${pixels} px`).toEqual(reading)
    }
    view.setRange({ from: 1, to: 400 })
    expect(view.isZoomed).toBe(true)
    expect([view.reading, view.balance]).toEqual([reading, balance])
    view.cursor = 100
    expect(view.reading?.to).toBeLessThan(110)
  })
})

describe('the loss chart', () => {
  it('covers every visible line and level on both scales', async () => {
    const view = await setUp(300)
    for (const logarithmic of [false, true]) {
      view.logarithmic = logarithmic
      const { y, lines, levels } = buildModel(lossChart, view, plain)
      const shown = [...lines.flatMap(({ smoothed }) => smoothed), ...levels.map((l) => l.value)]
      expect(Math.min(...shown)).toBeGreaterThan(y.min)
      expect(Math.max(...shown)).toBeLessThan(y.max)
    }
  })

  it('does not scale to hidden lines', async () => {
    const view = await setUp(300)
    view.toggle('lossG')
    const { y, levels } = buildModel(lossChart, view, plain)
    expect(levels.map(({ value }) => value)).toEqual([2 * Math.LN2])
    expect(y.min).toBeGreaterThan(0.7)
    view.toggle('lossG')
    expect(buildModel(lossChart, view, plain).levels.length).toBe(2)
  })
})

describe.each(Object.entries<Loss>(losses))('charts of a run with the loss %s', (_, loss) => {
  it('have levels only for values that are fixed, and judge the balance only on a scale', async () => {
    const view = await setUp(400, loss)
    const { lossD, lossG, output } = loss.equilibrium
    const levelsOf = (chart: typeof lossChart) =>
      buildModel(chart, view, plain).levels.map(({ value }) => value)
    // Both losses share a level if their values are equal.
    const fixed = new Set([lossD, lossG].filter((value) => value !== undefined))
    expect(levelsOf(lossChart)).toEqual([...fixed])
    expect(levelsOf(outputChart)).toEqual([output].filter((value) => value !== undefined))
    expect(view.balance === 'unscaled').toBe(loss.lead === undefined)
  })

  it('never have a logarithmic axis that would hide negative losses', async () => {
    const view = await setUp(400, loss)
    view.logarithmic = true
    const { logarithmic } = buildModel(lossChart, view, plain)
    expect(logarithmic).toBe(loss.signed !== true)
    expect(view.mayBeLogarithmic).toBe(logarithmic)
  })
})

describe('zooming', () => {
  it('is undone by zooming out fully', async () => {
    const view = await setUp(300)
    view.cursor = 150
    view.zoom(0.5)
    expect(view.isZoomed).toBe(true)
    expect(view.series.step.at(-1)).toBe(view.visible.to)
    for (let i = 0; i < 5; i++) view.zoom(2)
    expect(view.isZoomed).toBe(false)
    expect(view.visible).toEqual({ from: 1, to: 300 })
  })
})
