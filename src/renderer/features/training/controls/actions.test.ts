import { describe, expect, it } from 'vitest'
import { runStates } from '../../../../contract/run'
import { actionNames, actionsOf, refusal } from './actions'

const idle = { starting: false, connected: true, pending: undefined } as const
const possible = (state: (typeof runStates)[number]) =>
  actionNames.filter((action) => !refusal(action, { ...idle, state }))

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
        expect(refusal(action, { ...idle, state, connected: false })).toBe('offline')
        expect(refusal(action, { ...idle, state, pending: 'stop' })).toBeDefined()
      }
    }
  })

  it('leave stopping possible while another has not been answered', () => {
    for (const pending of ['pause', 'sample', 'checkpoint'] as const) {
      const at = { ...idle, state: 'running', pending } as const
      expect(actionNames.filter((action) => !refusal(action, at))).toEqual(['stop'])
    }
  })

  it('are shown where the state allows them, and only there', () => {
    for (const state of runStates) {
      expect(actionsOf({ state, starting: false })).toEqual(possible(state))
    }
  })

  it('of a run that starts are to stop it, until it trains', () => {
    for (const state of ['created', 'stopped', 'interrupted', 'failed', 'finished'] as const) {
      expect(actionsOf({ state, starting: true })).toEqual(['stop'])
      // Resuming can be cancelled even before it was answered.
      expect(refusal('stop', { ...idle, state, starting: true, pending: 'resume' })).toBeUndefined()
    }
    expect(actionsOf({ state: 'running', starting: true })).toContain('pause')
  })
})
