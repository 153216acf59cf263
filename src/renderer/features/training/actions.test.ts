import { describe, expect, it } from 'vitest'
import { runStates } from '../../../contract/run'
import { actionNames, mainAction, refusal } from './actions'

const possible = (state: (typeof runStates)[number]) =>
  actionNames.filter((action) => !refusal(action, { state, connected: true, busy: false }))

describe('the actions of a run', () => {
  it('are those its state allows', () => {
    expect(possible('running')).toEqual(['pause', 'stop', 'sample', 'checkpoint'])
    expect(possible('paused')).toEqual(['continue', 'stop', 'sample', 'checkpoint'])
    for (const state of ['created', 'stopped', 'interrupted', 'failed'] as const) {
      expect(possible(state)).toEqual(['resume'])
    }
    expect(possible('finished')).toEqual([])
  })

  it('always have a reason when nobody can answer', () => {
    for (const state of runStates) {
      for (const action of actionNames) {
        expect(refusal(action, { state, connected: false, busy: false })).toBe('offline')
        expect(refusal(action, { state, connected: true, busy: true })).toBeDefined()
      }
    }
  })

  it('offer as the main one only what is possible', () => {
    for (const state of runStates) {
      const main = mainAction(state)
      if (main !== undefined) expect(possible(state)).toContain(main)
    }
  })
})
