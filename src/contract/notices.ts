import { z } from 'zod'
import type { Language } from './language'
import { problems as english } from './problems'
import type { ProblemCode, ProblemGiven, Problems } from './problems'
import { problems as chinese } from './problems/zh'

/*
 * A notice is a message for the user, created by the process that knows about it. It has the English
 * text and a problem (code and values), from which the text in any language follows. A notice may
 * quote other notices, which are then translated too.
 */

/** A value for a sentence: text, a number, or quoted notices. */
type Given = string | number | Notice | readonly Notice[]

/** An entry of `problems`. Reports are stored in files, so the code may be from another version. */
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

export const noticeSchema = z.object({
  /** In English. */
  message: z.string(),
  /** The file, field or flag at fault. */
  where: z.string().optional(),
  /** What the person can do about it. */
  remedy: z.string().optional(),
  /** For other languages; if it cannot be read, the English is shown. */
  problem: problemSchema.optional().catch(undefined),
})
export type Notice = z.infer<typeof noticeSchema>

const givenSchema: z.ZodType<Given> = z.union([
  z.string(),
  z.number(),
  noticeSchema,
  z.array(noticeSchema),
])

/** How a language puts sentences together. */
interface Wording {
  problems: Problems
  /** Appended to a message that does not name its place. */
  place(where: string): string
  beforeRemedy: string
  betweenQuoted: string
}

const wordings: Record<Language, Wording> = {
  en: {
    problems: english,
    place: (where) => ` (${where})`,
    beforeRemedy: '. ',
    betweenQuoted: '; ',
  },
  'zh-CN': {
    problems: chinese,
    place: (where) => `（${where}）`,
    beforeRemedy: '。',
    betweenQuoted: '；',
  },
}

/** The values for a problem; text may be replaced by notices to quote. */
export type Quoting<C extends ProblemCode> = {
  [K in keyof ProblemGiven<C>]: ProblemGiven<C>[K] extends string
    ? ProblemGiven<C>[K] | Notice | readonly Notice[]
    : ProblemGiven<C>[K]
}

/** A notice with the words from `problems`. */
export function notice<C extends ProblemCode>(code: C, given: Quoting<C>, where?: string): Notice {
  const problem: Problem = { code, given: given as Problem['given'] }
  return { ...say(problem, code, wordings.en), ...(where === undefined ? {} : { where }), problem }
}

/**
 * The notice's message, as a sentence of its own, and its remedy in the reader's language if its
 * problem is known, else as they are. A problem stored by another version may lack a value that a sentence needs.
 */
export function explain(came: Notice, language: Language): { message: string; remedy?: string } {
  const words = explainIn(came, wordings[language])
  return { ...words, message: asSentence(words.message) }
}

/** With a capital: messages begin small, as they follow "error: " and a quoting sentence's colon. */
const asSentence = (message: string): string =>
  message.replace(/^[a-z]+(?= )/, (word) => word.charAt(0).toUpperCase() + word.slice(1))

/** The whole notice, with the remedy on its own line: for a terminal or a message box. */
export function describe(came: Notice, language: Language): string {
  const { remedy: _below, ...first } = came
  const { remedy } = explain(came, language)
  const what = asSentence(inOneText(first, language))
  return remedy === undefined ? what : `${what}\n${remedy}`
}

/** The whole notice on one line, as it is quoted: "message (where). remedy" */
export function inOneText(came: Notice, language: Language): string {
  return quote(came, wordings[language])
}

function explainIn(came: Notice, wording: Wording): { message: string; remedy?: string } {
  const { message, remedy, problem } = came
  const words = remedy === undefined ? { message } : { message, remedy }
  if (problem === undefined || !Object.hasOwn(wording.problems, problem.code)) return words
  try {
    return { ...words, ...say(problem, problem.code as ProblemCode, wording) }
  } catch (error) {
    if (error instanceof Missing) return words
    throw error
  }
}

/** @throws Missing where a sentence needs more than was given */
function say(
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

class Missing extends Error {}

function word(all: Problem['given'], name: string, wording: Wording): string | number {
  const value = Object.hasOwn(all, name) ? all[name] : undefined
  if (value === undefined) throw new Missing(name)
  if (typeof value === 'string' || typeof value === 'number') return value
  const quoted = 'message' in value ? [value] : value
  return quoted.map((each) => quote(each, wording)).join(wording.betweenQuoted)
}

function quote(came: Notice, wording: Wording): string {
  const { message, remedy } = explainIn(came, wording)
  const { where } = came
  const place = where === undefined || message.includes(where) ? '' : wording.place(where)
  // If the notice came without a remedy, none is added: the quoting sentence has its own.
  const help = came.remedy === undefined ? '' : `${wording.beforeRemedy}${remedy}`
  return `${message}${place}${help}`
}
