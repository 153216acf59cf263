import { z } from 'zod'
import type { Language } from './language'
import { currentCode, problems as english } from './problems'
import type { ProblemCode, ProblemGiven, Problems } from './problems'
import type { Words } from './words'

/*
 * A notice is a message for the user, created by the process that knows about it. It has the English
 * text and a problem (code and values), from which the text in any language follows. A notice may
 * quote other notices, which are then translated too.
 */

/** A value for a sentence: text, a number, or quoted notices. */
type Given = string | number | Notice | readonly Notice[]

/**
 * A key of `problems` and its values. Reports are stored in files, so the code may be from another
 * version.
 */
export interface Problem {
  code: string
  given: Record<string, Given>
}

export const problemSchema: z.ZodType<Problem> = z.object({
  code: z.string(),
  given: z.record(
    z.string(),
    z.lazy(() => givenSchema),
  ),
})

const detailSchema = z.object({
  /** In English. */
  message: z.string(),
  /** The file, field or flag at fault. */
  where: z.string().optional(),
  /** The remedy, as a sentence for the user. */
  remedy: z.string().optional(),
  /** For other languages; if it cannot be read, the English is shown. */
  problem: problemSchema.optional().catch(undefined),
})

export const noticeSchema = detailSchema.extend({
  /**
   * Facts behind the notice that only some users need, such as the reason for each failed attempt.
   */
  details: z.array(detailSchema).optional(),
})
export type Notice = z.infer<typeof noticeSchema>

const givenSchema: z.ZodType<Given> = z.union([
  z.string(),
  z.number(),
  noticeSchema,
  z.array(noticeSchema),
])

/** How a language puts sentences together. */
export interface Wording {
  problems: Problems
  /** Appended to a message that does not contain the location. */
  place(where: string): string
  beforeRemedy: string
  betweenQuoted: string
}

const wordings: { en: Wording } & Partial<Record<Language, Wording>> = {
  en: {
    problems: english,
    place: (where) => ` (${where})`,
    beforeRemedy: '. ',
    betweenQuoted: '; ',
  },
}

/** Adds a language that is loaded only where it is needed; until then, notices are in English. */
export function addWording(language: Language, wording: Wording): void {
  wordings[language] = wording
}
const wordingOf = (language: Language): Wording => wordings[language] ?? wordings.en

/** A notice on one line in each language, as {@link onOneLine} has it when the text is read. */
export const inBothLanguages = (original: Notice): Words => ({
  en: onOneLine(original, 'en'),
  get zh() {
    return onOneLine(original, 'zh-CN')
  },
})

/** The values for a problem; text may be replaced by notices to quote. */
export type Quoting<C extends ProblemCode> = {
  [K in keyof ProblemGiven<C>]: ProblemGiven<C>[K] extends string
    ? ProblemGiven<C>[K] | Notice | readonly Notice[]
    : ProblemGiven<C>[K]
}

/** Creates a notice with the message and remedy from `problems`. */
export function notice<C extends ProblemCode>(code: C, given: Quoting<C>, where?: string): Notice {
  const problem: Problem = { code, given: given as Problem['given'] }
  return {
    ...sentencesFor(problem, code, wordings.en),
    ...(where === undefined ? {} : { where }),
    problem,
  }
}

/**
 * Translates a notice's message, with a capital, and its remedy. They keep their text if its
 * problem is unknown or, as one stored by another version may, lacks a value that a sentence needs.
 */
export function explain(
  original: Notice,
  language: Language,
): { message: string; remedy?: string } {
  const words = explainIn(original, wordingOf(language))
  return { ...words, message: withCapital(words.message) }
}

/** As {@link explain}, but the message is a complete sentence, since a remedy may follow. */
export function explainInSentences(
  original: Notice,
  language: Language,
): { message: string; remedy?: string } {
  const words = explain(original, language)
  return { ...words, message: asSentence(words.message, language) }
}

/** Ends a text with a full stop, unless it ends a sentence already. */
export const asSentence = (text: string, language: Language): string =>
  /[.!?。！？…]$/.test(text) ? text : text + wordingOf(language).beforeRemedy.trimEnd()

/** Capitalises a message; messages begin in lower case to follow "error: " or a colon. */
export const withCapital = (message: string): string =>
  message.replace(/^[a-z]+(?= )/, (word) => word.charAt(0).toUpperCase() + word.slice(1))

/** Formats the whole notice with the remedy on its own line, for a terminal or a message box. */
export function describe(original: Notice, language: Language): string {
  const { remedy: _below, ...first } = original
  const { remedy } = explain(original, language)
  const what = withCapital(onOneLine(first, language))
  return remedy === undefined ? what : `${what}\n${remedy}`
}

/** Formats each detail of a notice on one line. */
export const detailLines = ({ details = [] }: Notice, language: Language): string[] =>
  details.map((detail) => onOneLine(detail, language))

/** Formats the whole notice on one line, as it is quoted: "message (where). remedy" */
export function onOneLine(original: Notice, language: Language): string {
  return quote(original, wordingOf(language))
}

function explainIn(original: Notice, wording: Wording): { message: string; remedy?: string } {
  const { message, remedy, problem } = original
  const words = remedy === undefined ? { message } : { message, remedy }
  const code = problem && currentCode(problem.code)
  if (problem === undefined || code === undefined) return words
  try {
    return { ...words, ...sentencesFor(problem, code, wording) }
  } catch (error) {
    if (error instanceof MissingValue) return words
    throw error
  }
}

/** @throws MissingValue if a sentence needs a value that was not given */
function sentencesFor(
  { given }: Problem,
  code: ProblemCode,
  wording: Wording,
): { message: string; remedy?: string } {
  const sentences = wording.problems[code] as {
    message(given: Problem['given']): string
    remedy?(given: Problem['given']): string
  }
  const worded = new Proxy(given, { get: (all, name) => word(all, String(name), wording) })
  const remedy = sentences.remedy?.(worded)
  return { message: sentences.message(worded), ...(remedy === undefined ? {} : { remedy }) }
}

class MissingValue extends Error {}

function word(all: Problem['given'], name: string, wording: Wording): string | number {
  const value = Object.hasOwn(all, name) ? all[name] : undefined
  if (value === undefined) throw new MissingValue(name)
  if (typeof value === 'string' || typeof value === 'number') return value
  const quoted = 'message' in value ? [value] : value
  return quoted.map((each) => quote(each, wording)).join(wording.betweenQuoted)
}

function quote(original: Notice, wording: Wording): string {
  const { message, remedy } = explainIn(original, wording)
  const { where } = original
  const place = where === undefined || message.includes(where) ? '' : wording.place(where)
  // A notice without a remedy gets none here, since the quoting sentence has its own.
  const help = original.remedy === undefined ? '' : `${wording.beforeRemedy}${remedy}`
  return `${message}${place}${help}`
}
