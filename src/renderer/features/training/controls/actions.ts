import { isLive } from '../../../../contract/run'
import type { RunState } from '../../../../contract/run'

/** What a person may do with a run on its training screen; each is a command `runs.<name>`. */
export const actionNames = ['resume', 'pause', 'continue', 'stop', 'sample', 'checkpoint'] as const
export type ActionName = (typeof actionNames)[number]

/** Why an action is not possible now. */
type Refusal =
  'starting' | 'notLive' | 'live' | 'paused' | 'notPaused' | 'finished' | 'offline' | 'busy'

interface Circumstances {
  state: RunState
  /** Its trainer is about to start: it can only be stopped. */
  starting: boolean
  connected: boolean
  /** The command of this run that has not been answered yet. */
  pending: ActionName | 'end' | undefined
}

/** Why the action is not possible, or undefined where it is. */
export function refusal(action: ActionName, at: Circumstances): Refusal | undefined {
  if (!at.connected) return 'offline'
  const ofState = stateRefusal(action, at)
  if (ofState !== undefined || at.pending === undefined) return ofState
  // What does not answer must be possible to stop.
  const other = at.pending !== 'stop' && at.pending !== 'end'
  return action === 'stop' && other ? undefined : 'busy'
}

type Stand = Pick<Circumstances, 'state' | 'starting'>

function stateRefusal(action: ActionName, { state, starting }: Stand): Refusal | undefined {
  if (starting && !isLive(state)) return action === 'stop' ? undefined : 'starting'
  if (action === 'resume') {
    if (state === 'finished') return 'finished'
    return isLive(state) ? 'live' : undefined
  }
  if (!isLive(state)) return 'notLive'
  if (action === 'pause' && state === 'paused') return 'paused'
  if (action === 'continue' && state !== 'paused') return 'notPaused'
  return undefined
}

/** The actions that a run's state allows, the one that moves training on or holds it first. */
export const actionsOf = (at: Stand): ActionName[] =>
  actionNames.filter((action) => stateRefusal(action, at) === undefined)
