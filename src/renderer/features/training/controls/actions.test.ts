import { describe, expect, it } from 'vitest'
import { runStates } from '../../../../contract/run'
import { actionNames, mainAction, refusal } from './actions'

const possible = (state: (typeof runStates)[number]) =>
  actionNames.filter((action) => !refusal(action, { state, connected: true, pending: undefined }))

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
        expect(refusal(action, { state, connected: false, pending: undefined })).toBe('offline')
        expect(refusal(action, { state, connected: true, pending: 'stop' })).toBeDefined()
      }
    }
  })

  it('leave stopping possible while another has not been answered', () => {
    for (const pending of ['pause', 'sample', 'checkpoint'] as const) {
      const at = { state: 'running', connected: true, pending } as const
      expect(actionNames.filter((action) => !refusal(action, at))).toEqual(['stop'])
    }
  })

  it('offer as the main one only what is possible', () => {
    for (const state of runStates) {
      const main = mainAction(state)
      if (main !== undefined) expect(possible(state)).toContain(main)
    }
  })
})
