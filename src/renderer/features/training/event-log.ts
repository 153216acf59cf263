import type { LogEntry } from '../../../contract/summary'
import { i18n } from '../../i18n/i18n.svelte'

export interface ShownEntry extends LogEntry {
  key: number
  sentence: string
}

/**
 * A run's activity as it is shown: by the time at which something was noticed or written, newest
 * first. That may be later than the step it is about, so the sentences name the step.
 */
export function entriesOf(log: readonly LogEntry[]): ShownEntry[] {
  const { sentences } = i18n.t.training.log
  return log
    .map((entry, key) => {
      const sentence = sentences[entry.code](i18n.format.number(entry.step))
      return { ...entry, key, sentence }
    })
    .sort((a, b) => b.at.localeCompare(a.at) || b.key - a.key)
}
