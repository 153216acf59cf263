import { isLive } from '../../../../contract/run'
import type { ShownState } from '../../../../contract/run'

/** The actions on the training screen; each is a command `runs.<name>`. */
export const actionNames = ['resume', 'pause', 'continue', 'stop', 'sample', 'checkpoint'] as const
export type ActionName = (typeof actionNames)[number]

/** The reason why an action is currently unavailable. */
type Refusal =
  'starting' | 'notLive' | 'live' | 'paused' | 'notPaused' | 'finished' | 'offline' | 'busy'

interface ActionContext {
  state: ShownState
  /** True while the trainer is starting; the run can then only be stopped. */
  starting: boolean
  connected: boolean
  /** The run's commands that have not been answered yet. */
  pending: readonly (ActionName | 'end')[]
}

/** Returns why the action is unavailable, or undefined if it is available. */
export function refusal(action: ActionName, context: ActionContext): Refusal | undefined {
  if (!context.connected) return 'offline'
  const ofState = stateRefusal(action, context)
  if (ofState !== undefined) return ofState
  return context.pending.every((other) => canFollow(action, other)) ? undefined : 'busy'
}

/** Whether an action is possible before another one has been answered. */
function canFollow(action: ActionName, other: ActionName | 'end'): boolean {
  // A trainer that does not answer can still be stopped.
  if (action === 'stop') return other !== 'stop' && other !== 'end'
  const writes = other === 'sample' || other === 'checkpoint'
  return writes && (action === 'pause' || action === 'continue')
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
