import { isLive } from '../../../../contract/run'
import type { RunState } from '../../../../contract/run'

/** The actions on the training screen; each is a command `runs.<name>`. */
export const actionNames = ['resume', 'pause', 'continue', 'stop', 'sample', 'checkpoint'] as const
export type ActionName = (typeof actionNames)[number]

/** The reason why an action is currently unavailable. */
type Refusal =
  'starting' | 'notLive' | 'live' | 'paused' | 'notPaused' | 'finished' | 'offline' | 'busy'

interface ActionContext {
  state: RunState
  /** True while the trainer is starting; the run can then only be stopped. */
  starting: boolean
  connected: boolean
  /** The run's command that has not been answered yet. */
  pending: ActionName | 'end' | undefined
}

/** Returns why the action is unavailable, or undefined if it is available. */
export function refusal(action: ActionName, context: ActionContext): Refusal | undefined {
  if (!context.connected) return 'offline'
  const ofState = stateRefusal(action, context)
  if (ofState !== undefined || context.pending === undefined) return ofState
  // A trainer that does not answer can still be stopped.
  const other = context.pending !== 'stop' && context.pending !== 'end'
  return action === 'stop' && other ? undefined : 'busy'
}

type RunPhase = Pick<ActionContext, 'state' | 'starting'>

function stateRefusal(action: ActionName, { state, starting }: RunPhase): Refusal | undefined {
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

/** Returns the actions that the run's state allows, resume, pause or continue first. */
export const actionsOf = (context: RunPhase): ActionName[] =>
  actionNames.filter((action) => stateRefusal(action, context) === undefined)
