import type { Problem } from '../../contract/errors'
import { isProblemCode } from '../../contract/problems'
import type { Catalogue } from './i18n.svelte'

/** What went wrong, as it came: in English, and as a problem where it is one of those known. */
export interface InWords {
  message: string
  remedy?: string | undefined
  problem?: Problem | undefined
}

/**
 * What went wrong and what to do, in the reader's language where it is a known problem; else as
 * it came. Problems are kept in files, so that one of another version may lack what a sentence needs.
 */
export function explainProblem(came: InWords, t: Catalogue): { message: string; remedy?: string } {
  const { message, remedy, problem } = came
  const words = remedy === undefined ? { message } : { message, remedy }
  if (problem === undefined || !isProblemCode(problem.code)) return words
  const sentences = t.problems[problem.code] as Partial<
    Record<'message' | 'remedy', (given: Problem['given']) => string>
  >
  try {
    const given = complete(problem.given)
    const said = sentences.message?.(given) ?? message
    const help = sentences.remedy?.(given) ?? remedy
    return help === undefined ? { message: said } : { message: said, remedy: help }
  } catch (error) {
    if (error instanceof Missing) return words
    throw error
  }
}

class Missing extends Error {}

const complete = (given: Problem['given']): Problem['given'] =>
  new Proxy(given, {
    get: (all, name) => {
      const value = Object.hasOwn(all, name) ? all[String(name)] : undefined
      if (value === undefined) throw new Missing(String(name))
      return value
    },
  })
