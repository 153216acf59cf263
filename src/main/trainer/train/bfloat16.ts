import { problemError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { bfloat16Obstacle } from '../../../contract/recipe/precision'
import type { TrainJob } from '../../../contract/trainer'
import { bfloat16Override } from '../../disk/bfloat16-hardware'
import type { OpenEngine } from '../../engine/engine'

type Settings = Pick<TrainJob['config'], 'hyperparameters' | 'engine' | 'compile'>

/**
 * Refuses a bfloat16 run if the engine, the machine or the settings do not support it.
 *
 * @throws StudioError `engine`
 */
export function refuseNoBfloat16(
  { config, resumeFrom }: { config: Settings; resumeFrom?: number | undefined },
  { name, compile, bfloat16 }: OpenEngine,
): void {
  if (config.hyperparameters.precision === 'float32') return
  const plan = resumeFrom === undefined ? 'new' : 'resume'
  const obstacle = bfloat16Obstacle({
    engine: name,
    // Automatic would have taken it.
    tensorflow: config.engine !== 'auto',
    compile: config.compile !== false && compile !== undefined,
    bfloat16: bfloat16 !== undefined,
  })
  if (obstacle !== undefined) throw problemError('engine', obstacle, { name, plan })
}

/**
 * Returns a note that says how much of the step runs in bfloat16.
 *
 * @param note why the step was not compiled, if it was not. Such a run is refused: op by op, a
 *   product that first occurs after a checkpoint could be cast in one session but not in the next.
 * @throws StudioError `engine`
 */
export function bfloat16Note({ bfloat16 }: OpenEngine, note: Notice | undefined): Notice {
  if (note !== undefined) {
    throw problemError('engine', 'bfloat16CompileFailed', { why: note })
  }
  const choices = Object.values(bfloat16?.choices() ?? {})
  // Forced choices were never timed.
  const problem = bfloat16Override() === 'always' ? 'bfloat16Forced' : 'bfloat16Used'
  return notice(problem, { cast: choices.filter(Boolean).length, of: choices.length })
}
