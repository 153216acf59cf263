import { describe, expect, it } from 'vitest'
import { formatRoute, pageOf, parseRoute, runTabs } from './routes'
import type { Route } from './routes'

const routes: Route[] = [
  { screen: 'runs' },
  { screen: 'newRun' },
  { screen: 'newRun', from: '20260102-030405-abcdef' },
  ...runTabs.map((tab) => ({ screen: 'run' as const, id: '20260102-030405-abcdef', tab })),
  { screen: 'run', id: 'a/b?c#d &=%25', tab: 'gallery' },
  { screen: 'newRun', from: 'a&b=c d' },
  { screen: 'newRun', from: 'x', changes: { learningRate: '0.0001', seed: '2' } },
  { screen: 'newRun', dataset: 'cats & dogs' },
  { screen: 'data' },
  { screen: 'addData' },
  { screen: 'dataset', name: 'mnist' },
  { screen: 'dataset', name: 'new' },
  { screen: 'dataset', name: 'a/b?c#d &=%25 猫' },
  { screen: 'generate' },
  { screen: 'generate', run: 'x', step: 0 },
  { screen: 'generate', run: 'x', step: 46_900 },
  { screen: 'compare', runs: [], axis: 'step' },
  { screen: 'compare', runs: ['20260102-030405-abcdef', 'b'], axis: 'images' },
  { screen: 'compare', runs: ['a&b c', 'd=%25+猫'], axis: 'time' },
  { screen: 'learn' },
  { screen: 'learn', topic: 'losses' },
  { screen: 'queue' },
  { screen: 'sweeps' },
  { screen: 'newSweep' },
  { screen: 'newSweep', extend: '20260102-030405-abcdef' },
  { screen: 'sweep', id: '20260102-030405-abcdef' },
  { screen: 'settings' },
]

describe('a location hash', () => {
  it.each(routes)('of %o is parsed back to the same route', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route)
  })

  it.each(['', '#', '#/', '/runs', '#runs', '#/runs/'])('%j is the list of runs', (hash) => {
    expect(parseRoute(hash)).toEqual({ screen: 'runs' })
  })

  it('of a run without a tab opens the training tab', () => {
    expect(parseRoute('#/runs/abc')).toEqual({ screen: 'run', id: 'abc', tab: 'training' })
  })

  it.each([
    '#/nothing',
    '#/runs/a/b',
    '#/runs/a/training/more',
    '#/settings/x',
    '#/data/a/b',
    '#/sweeps/a/b',
    '#/%E0%A4%A',
  ])('%s is not found, and stays unchanged', (hash) => {
    const route = parseRoute(hash)
    expect(route.screen).toBe('missing')
    expect(formatRoute(route)).toBe(hash)
  })

  it.each([
    ['#/compare', []],
    ['#/compare?runs=', []],
    ['#/compare?runs=a,b,a,,b', ['a', 'b']],
    ['#/compare?runs=a%2Cb&axis=epochs', ['a', 'b']],
  ])('%s compares each run once, by step', (hash, runs) => {
    expect(parseRoute(hash)).toEqual({ screen: 'compare', runs, axis: 'step' })
  })

  it.each(['abc', '-1', '1.5', '1e3', '9'.repeat(20)])('ignores the step %s', (step) => {
    expect(parseRoute(`#/generate?run=x&step=${step}`)).toEqual({ screen: 'generate', run: 'x' })
  })
})

it('comparing other runs, or by another axis, is the same page', () => {
  const pages = [
    { screen: 'compare', runs: ['a', 'b'], axis: 'step' },
    { screen: 'compare', runs: ['c'], axis: 'time' },
  ] as const
  expect(new Set(pages.map(pageOf)).size).toBe(1)
})
