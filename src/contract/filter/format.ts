import type { Condition, RunFilter } from './filter'

/** Writes a filter so that `parseFilter` gives the same filter again. */
export function formatFilter({ conditions, words }: RunFilter): string {
  const text = words.map((word) =>
    /[\s",;<>=!:≤≥≠，；＜＞＝！：]/.test(word) ? quote(word) : word,
  )
  const last = text.length === 0 ? [] : [text.join(' ')]
  return [...conditions.map(formatCondition), ...last].join(', ')
}

export function formatCondition({ field, operator, value }: Condition): string {
  const text = value === null ? 'none' : typeof value === 'number' ? value : quoteIfNeeded(value)
  return operator === ':' ? `${field}: ${text}` : `${field} ${operator} ${text}`
}

/** Quotes a value that would be cut short, trimmed, or read as having no value. */
const quoteIfNeeded = (text: string): string =>
  text !== '' && /^(?!\s)[^"\n,;，；]*(?<!\s)$/.test(text) && !/^(none|无|=.*|＝.*)$/is.test(text)
    ? text
    : quote(text)

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
