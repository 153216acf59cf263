import { notice } from '../notices'
import type { Notice } from '../notices'
import { conditionOn, isNotice } from './condition'
import type { TypedCondition } from './condition'
import { fieldsNamed, filterFields } from './fields'
import { operators } from './filter'
import type { Condition, FilterField, Operator, RunFilter } from './filter'

/** A part of a filter that cannot be understood, and the reason. */
export interface FilterFault {
  part: string
  why: Notice
}

export interface ParsedFilter extends RunFilter {
  faults: readonly FilterFault[]
}

/**
 * Parses a filter as typed: conditions and words to search for, separated by commas. A part in
 * quotes is searched for as it is, and so is a value in quotes; `""` is a quote within quotes.
 * Full-width punctuation works too. Never throws.
 */
export function parseFilter(
  text: string,
  fields: readonly FilterField[] = filterFields,
): ParsedFilter {
  const conditions: Condition[] = []
  const words: string[] = []
  const faults: FilterFault[] = []
  for (const part of partsOf(text)) {
    const match = CONDITION.exec(part)
    if (match === null) {
      words.push(...wordsOf(part))
      continue
    }
    const [, before = '', sign = '', after = ''] = match
    const found = namedAtEnd(before, fields)
    const made =
      found === undefined
        ? notice('filterFieldUnknown', { name: before.trim() === '' ? sign : before.trim() })
        : firstFit(found.fields, typedCondition(found.name, sign, after))
    if (isNotice(made)) faults.push({ part, why: made })
    else {
      conditions.push(made)
      words.push(...wordsOf(found?.words ?? ''))
    }
  }
  return { conditions, words, faults }
}

/** A name, the first operator and the rest; a part that begins with a quote is a text. */
const CONDITION = /^([^"<>=!:≤≥≠＜＞＝！：]*)([<>!=＜＞！＝][=＝]|[<>=:≤≥≠＜＞＝：])(.*)$/s

const SIGNS: Readonly<Record<string, Operator>> = { '≤': '<=', '≥': '>=', '≠': '!=', '==': '=' }

/** Splits at commas and semicolons outside quotes, leaving out empty parts. */
function partsOf(text: string): string[] {
  const parts = ['']
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    if (!quoted && /[,;，；\n]/.test(character)) parts.push('')
    else parts.push((parts.pop() ?? '') + character)
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '')
}

/** The words of a text; a passage in quotes is one word. */
function wordsOf(text: string): string[] {
  const found = text.match(/"(?:[^"]|"")*"?|[^\s"]+/g) ?? []
  return found.map((word) => unquoted(word).text).filter((word) => word !== '')
}

function unquoted(text: string): { text: string; quoted: boolean } {
  if (!text.startsWith('"')) return { text, quoted: false }
  const inside = text.length > 1 && text.endsWith('"') ? text.slice(1, -1) : text.slice(1)
  return { text: inside.replaceAll('""', '"'), quoted: true }
}

function typedCondition(name: string, sign: string, after: string): TypedCondition {
  const plain = sign.normalize('NFKC')
  // NFKC leaves ≠, ≤ and ≥ as they are.
  const operator = operators.find((each) => each === (SIGNS[plain] ?? plain)) ?? '='
  const { text: value, quoted } = unquoted(after.trim())
  return { name, operator, value, quoted }
}

/** More words than any name has; words before these are searched for. */
const MAX_NAME_WORDS = 8

/** The longest field name at the end of a text, such as "learning rate" of "mnist learning rate". */
function namedAtEnd(
  text: string,
  fields: readonly FilterField[],
): { name: string; fields: FilterField[]; words: string } | undefined {
  const words = text.trim().split(/\s+/)
  for (let i = Math.max(0, words.length - MAX_NAME_WORDS); i < words.length; i++) {
    const name = words.slice(i).join(' ')
    const found = fieldsNamed(name, fields)
    if (found.length > 0) return { name, fields: found, words: words.slice(0, i).join(' ') }
  }
  return undefined
}

/** A condition on the first of several fields with the same name that operator and value fit. */
function firstFit(fields: readonly FilterField[], typed: TypedCondition): Condition | Notice {
  const [first, ...others] = fields.map((field) => conditionOn(field, typed))
  if (first === undefined) return notice('filterFieldUnknown', { name: typed.name })
  return isNotice(first) ? (others.find((each) => !isNotice(each)) ?? first) : first
}
