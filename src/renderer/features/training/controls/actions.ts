import { isLive } from '../../../../contract/run'
import type { RunState } from '../../../../contract/run'

/** What a person may do with a run on its training screen; each is a command `runs.<name>`. */
export const actionNames = ['resume', 'pause', 'continue', 'stop', 'sample', 'checkpoint'] as const
export type ActionName = (typeof actionNames)[number]

/** Why an action is not possible now. */
type Refusal = 'notLive' | 'live' | 'paused' | 'notPaused' | 'finished' | 'offline' | 'busy'

interface Circumstances {
  state: RunState
  connected: boolean
  /** The command of this run that has not been answered yet. */
  pending: ActionName | 'end' | undefined
}

/** Why the action is not possible, or undefined where it is. */
export function refusal(action: ActionName, at: Circumstances): Refusal | undefined {
  if (!at.connected) return 'offline'
  const ofState = stateRefusal(action, at.state)
  if (ofState !== undefined || at.pending === undefined) return ofState
  // What does not answer must be possible to stop.
  const other = at.pending !== 'stop' && at.pending !== 'end'
  return action === 'stop' && other ? undefined : 'busy'
}

function stateRefusal(action: ActionName, state: RunState): Refusal | undefined {
  if (action === 'resume') {
    if (state === 'finished') return 'finished'
    return isLive(state) ? 'live' : undefined
  }
  if (!isLive(state)) return 'notLive'
  if (action === 'pause' && state === 'paused') return 'paused'
  if (action === 'continue' && state !== 'paused') return 'notPaused'
  return undefined
}

/** The one action that moves training on or holds it, which is what people look for first. */
export function mainAction(state: RunState): 'resume' | 'pause' | 'continue' | undefined {
  if (state === 'running') return 'pause'
  if (state === 'paused') return 'continue'
  return state === 'finished' ? undefined : 'resume'
}
