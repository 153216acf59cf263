import { describe, expect, it } from 'vitest'
import { formatRoute, parseRoute, runTabs } from './routes'
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
  { screen: 'learn' },
  { screen: 'learn', topic: 'losses' },
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
    '#/%E0%A4%A',
  ])('%s is not found, and stays unchanged', (hash) => {
    const route = parseRoute(hash)
    expect(route.screen).toBe('missing')
    expect(formatRoute(route)).toBe(hash)
  })

  it.each(['abc', '-1', '1.5', '1e3', '9'.repeat(20)])('ignores the step %s', (step) => {
    expect(parseRoute(`#/generate?run=x&step=${step}`)).toEqual({ screen: 'generate', run: 'x' })
  })
})
