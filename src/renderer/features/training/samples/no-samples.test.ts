import { expect, it } from 'vitest'
import { runStates } from '../../../../contract/run'
import { i18n } from '../../../i18n/i18n.svelte'
import { fakeRun } from '../../../testing/fake-data'
import { actionsOf } from '../controls/actions'
import { whyNoSamples } from './no-samples'

it('names “Sample now” exactly while that button is shown', () => {
  for (const state of runStates) {
    for (const starting of [null, 'engine', 'firstStep'] as const) {
      const run = { ...fakeRun('a'), state, starting }
      const shown = actionsOf({ state, starting: starting !== null }).includes('sample')
      if (starting !== null && shown) continue
      const named = whyNoSamples(run).includes(i18n.t.training.actions.sample)
      expect(named, `${state}, ${String(starting)}`).toBe(shown)
    }
  }
})

it('does not name “Sample now” if another process trains the run', () => {
  for (const state of runStates) {
    const run = { ...fakeRun('a'), state, elsewhere: true }
    expect(whyNoSamples(run)).not.toContain(i18n.t.training.actions.sample)
  }
})
