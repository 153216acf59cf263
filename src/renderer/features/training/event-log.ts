import type { LogEntry } from '../../../contract/summary'
import { i18n } from '../../i18n/i18n.svelte'

export interface ShownEntry extends LogEntry {
  key: number
  sentence: string
}

/**
 * A run's activity as it is shown, newest first. Its order is that of the times at which entries were
 * written, which may be later than the steps they are about, so the sentences name the steps.
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
