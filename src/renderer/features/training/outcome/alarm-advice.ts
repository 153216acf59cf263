import { activeAlarms, checkpointBefore } from '../../../../contract/alarms/alarm'
import { withoutRemedy } from '../../../../contract/alarms/of-run'
import { remedyFor } from '../../../../contract/alarms/remedies/remedies'
import type { RemedyName } from '../../../../contract/alarms/remedies/remedies'
import { explainInSentences } from '../../../../contract/notices'
import type { Notice } from '../../../../contract/notices'
import type { RunSummary } from '../../../../contract/summary'
import { i18n } from '../../../i18n/i18n.svelte'
import { asTyped } from './as-typed'

interface Advice {
  /** The remedy and the start of the new run, as sentences. */
  texts: string[]
  remedy: RemedyName
  /** The changed settings, as the form of a new run shows them. */
  changes: Record<string, string>
  /** The checkpoint to continue from; null to begin again. */
  step: number | null
}

/**
 * Advice for all active alarms of a run together, which agrees with the new run that is offered.
 *
 * @param checkpoints their steps
 */
export function adviceFor(
  { alarms, config }: Pick<RunSummary, 'alarms' | 'config'>,
  checkpoints: readonly number[],
): Advice {
  const t = i18n.t.runOutcome.alarm
  const active = activeAlarms(alarms)
  const { name, changes, why } = remedyFor(active, config)
  const step = checkpointBefore(alarms, checkpoints)
  const where = step === null ? t.fromStart : t.from(i18n.format.number(step))
  const what = why === undefined ? [t.lowerRates, ...onlyHint(active)] : sentences(why)
  const texts = [what.join(' '), where]
  return { texts, remedy: name, changes: asTyped(changes), step }
}

/** A further remedy on which all alarms agree; none if they differ. */
function onlyHint(active: readonly { what: Notice }[]): string[] {
  // Alarms of earlier versions are stored with remedies that were replaced.
  const all = active.flatMap(
    ({ what }) => explainInSentences(withoutRemedy(what), i18n.language).remedy ?? [],
  )
  const hints = [...new Set(all)]
  return hints.length === 1 ? hints : []
}

function sentences(why: Notice): string[] {
  const { message, remedy } = explainInSentences(why, i18n.language)
  return remedy === undefined ? [message] : [message, remedy]
}
