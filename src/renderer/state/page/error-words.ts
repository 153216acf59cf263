import type { ErrorReport } from '../../../contract/errors'
import { asSentence, explain } from '../../../contract/notices'
import { i18n } from '../../i18n/i18n.svelte'

/**
 * Words an error in the current language: its message with the location, and its remedy. The kind
 * of error is the title, except that of a refused request, which says nothing that the message does
 * not.
 */
export function errorWords({ code, where, ...details }: ErrorReport): {
  title: string
  text?: string
  remedy?: string
} {
  const { message, remedy } = explain(details, i18n.language)
  const placed = where === undefined || message.includes(where) ? message : `${message} (${where})`
  const sentence = asSentence(placed, i18n.language)
  const words =
    code === 'usage' ? { title: sentence } : { title: i18n.t.errors.titles[code], text: sentence }
  return { ...words, ...(remedy === undefined ? {} : { remedy }) }
}
