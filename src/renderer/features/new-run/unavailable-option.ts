import type { EngineChoice, EngineReport } from '../../../contract/engines'
import type { HyperparameterName } from '../../../contract/hyperparameters'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { bfloat16Obstacle } from '../../../contract/recipe/precision'

interface Machine {
  bfloat16: boolean
  automatic: EngineReport | undefined
}

/** An option that cannot be chosen here, and why. */
interface Unavailable {
  value: string
  why: Notice
}

/** Returns the option of a hyperparameter that the machine or the engine settings rule out. */
export function unavailableOption(
  name: HyperparameterName,
  { engine: choice, compile }: { engine: EngineChoice; compile: boolean },
  { bfloat16, automatic }: Machine,
): Unavailable | undefined {
  if (name !== 'precision') return undefined
  const engine = choice === 'auto' ? automatic?.name : choice
  // Automatic takes TensorFlow wherever it works.
  const tensorflow = automatic === undefined || automatic.name === 'tensorflow'
  const obstacle = bfloat16Obstacle({ engine, tensorflow, compile, bfloat16 })
  if (obstacle === undefined) return undefined
  return { value: 'bfloat16', why: notice(obstacle, { name: engine ?? '', plan: 'new' }) }
}
