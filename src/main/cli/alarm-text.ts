import { activeAlarms, checkpointBefore } from '../../contract/alarms/alarm'
import type { Alarm } from '../../contract/alarms/alarm'
import { alarmsOf, withoutRemedy } from '../../contract/alarms/of-run'
import { remedyFor } from '../../contract/alarms/remedies/remedies'
import { onOneLine, withCapital } from '../../contract/notices'
import type { Run } from '../../contract/run'
import { checkpointSteps } from '../storage/checkpoints/checkpoint-folders'
import { commandHint } from './hints'
import { kebab } from './hyperparameter-flags'
import type { Output } from './output'

/* How alarms about a training are printed. */

/**
 * Prints an alarm that began or ended, with the command for a new run from a checkpoint before it.
 */
export async function sayAlarm(
  output: Pick<Output, 'json' | 'result'>,
  say: (text: string) => void,
  alarm: Alarm,
  { dir, run }: { dir: string; run: Run },
): Promise<void> {
  const { kind, since, found, until, what } = alarm
  const message = onOneLine(what, 'en')
  const from = checkpointBefore([alarm], await checkpointSteps(dir).catch(() => []))
  if (output.json) {
    const end = until === undefined ? {} : { until }
    output.result('', { ...{ event: 'alarm', kind, since, found, ...end, message }, from })
    return
  }
  if (until !== undefined) return say(`alarm ended at step ${until}: ${what.message}`)
  const { why } = remedyFor([alarm], run.config)
  if (why === undefined) say(`alarm: since step ${since}, ${message}`)
  else {
    say(`alarm: since step ${since}, ${onOneLine(withoutRemedy(what), 'en')}`)
    say(withCapital(onOneLine(why, 'en')))
  }
  say(howToTrainAgain(run, from, [alarm]))
}

/**
 * Suggests a new run with settings that remedy the alarms: from a checkpoint or, if there is none,
 * from the beginning.
 */
export function howToTrainAgain(
  run: Run,
  step: number | null,
  alarms: readonly Alarm[] = activeAlarms(alarmsOf(run)),
): string {
  const { id, config } = run
  const changes = Object.entries(remedyFor(alarms, config).changes)
  const flags = changes.map(([name, value]) => `--${kebab(name)} ${String(value)}`)
  if (step === null) return `Try a new run with ${flags.join(' ')}.`
  return `To continue from before it began: ${commandHint('train', `--from ${id}@${step}`, ...flags)}`
}

/** The newest checkpoint from before the run's active alarms. */
export async function stepBeforeAlarms(dir: string, run: Run): Promise<number | null> {
  return checkpointBefore(alarmsOf(run), await checkpointSteps(dir).catch(() => []))
}
