import { describe, expect, it } from 'vitest'
import { runStates } from '../../../../contract/run'
import { actionNames, actionsOf, refusal } from './actions'

const idle = { starting: false, connected: true, pending: [] } as const
const possible = (state: (typeof runStates)[number]) =>
  actionNames.filter((action) => !refusal(action, { ...idle, state }))

describe('the actions of a run', () => {
  it('depend on its state', () => {
    expect(possible('running')).toEqual(['pause', 'stop', 'sample', 'checkpoint'])
    expect(possible('paused')).toEqual(['continue', 'stop', 'sample', 'checkpoint'])
    for (const state of ['created', 'stopped', 'interrupted', 'failed'] as const) {
      expect(possible(state)).toEqual(['resume'])
    }
    expect(possible('finished')).toEqual([])
  })

  it('are unavailable while disconnected or stopping', () => {
    for (const state of runStates) {
      for (const action of actionNames) {
        expect(refusal(action, { ...idle, state, connected: false })).toBe('offline')
        expect(refusal(action, { ...idle, state, pending: ['stop'] })).toBeDefined()
      }
    }
  })

  it('include pause and stop while a sample or checkpoint is being written', () => {
    for (const pending of [['sample'], ['checkpoint'], ['sample', 'checkpoint']] as const) {
      const possible = (state: 'running' | 'paused') =>
        actionNames.filter((action) => !refusal(action, { ...idle, state, pending }))
      expect(possible('running')).toEqual(['pause', 'stop'])
      expect(possible('paused')).toEqual(['continue', 'stop'])
    }
  })

  it('are only stop while a pause or continue is pending', () => {
    for (const pending of [['pause'], ['continue'], ['sample', 'pause']] as const) {
      const at = { ...idle, state: 'running', pending } as const
      expect(actionNames.filter((action) => !refusal(action, at))).toEqual(['stop'])
    }
  })

  it('are shown exactly when the state allows them', () => {
    for (const state of runStates) {
      expect(actionsOf({ state, starting: false })).toEqual(possible(state))
    }
  })

  it('are only stop while the run is starting', () => {
    for (const state of ['created', 'stopped', 'interrupted', 'failed', 'finished'] as const) {
      expect(actionsOf({ state, starting: true })).toEqual(['stop'])
      // Resuming can be cancelled before it is answered.
      expect(
        refusal('stop', { ...idle, state, starting: true, pending: ['resume'] }),
      ).toBeUndefined()
    }
    expect(actionsOf({ state: 'running', starting: true })).toContain('pause')
  })
})
