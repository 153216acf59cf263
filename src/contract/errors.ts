import { z } from 'zod'
import { describe, notice, noticeSchema } from './notices'
import type { Notice, Problem, Quoting } from './notices'
import type { ProblemCode } from './problems'

/**
 * Error codes, by where the problem can be fixed: `usage` a setting or argument, `data` a data set,
 * `checkpoint` a run or weights file, `engine` the compute engine, `storage` the disk, or
 * what another process has in use there, `training` the training itself (it diverged or its process
 * died), `internal` a bug in GAN Studio.
 */
const errorCodes = [
  'usage',
  'data',
  'checkpoint',
  'engine',
  'storage',
  'training',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** An error as sent between processes or over the network. */
export const errorReportSchema = noticeSchema.extend({ code: z.enum(errorCodes) })
export type ErrorReport = z.infer<typeof errorReportSchema>

interface ErrorDetails {
  /** The file, field or flag at fault. */
  where?: string | undefined
  /** The remedy, as a sentence for the user. */
  remedy?: string | undefined
  /** Code and values for translating the message. */
  problem?: Problem | undefined
  /** Facts to list below the message. */
  details?: Notice[] | undefined
  cause?: unknown
}

/** An error to show to the user: what is wrong, where, and what to do. */
export class StudioError extends Error {
  override readonly name = 'StudioError'
  readonly code: ErrorCode
  readonly where: string | undefined
  readonly remedy: string | undefined
  readonly problem: Problem | undefined
  readonly details: Notice[] | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.where = details.where
    this.remedy = details.remedy
    this.problem = details.problem
    this.details = details.details
  }
}

/** Creates an error with the message and remedy from `problems`. */
export function problemError<C extends ProblemCode>(
  code: ErrorCode,
  problem: C,
  given: Quoting<C>,
  { where, cause, details }: Pick<ErrorDetails, 'where' | 'cause' | 'details'> = {},
): StudioError {
  const { message, ...rest } = notice(problem, given, where)
  return new StudioError(code, message, { ...rest, cause, details })
}

/**
 * Converts a thrown value to a notice that others can quote; pass `remedy: false` if the quoting
 * notice has its own remedy.
 */
export function asNotice(error: unknown, { remedy: withRemedy = true } = {}): Notice {
  const { code: _kind, remedy, ...rest } = toReport(error)
  return withRemedy && remedy !== undefined ? { ...rest, remedy } : rest
}

/** Turns anything thrown into an {@link ErrorReport}; anything but a StudioError is `internal`. */
export function toReport(error: unknown): ErrorReport {
  if (!(error instanceof StudioError)) {
    return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
  }
  return {
    code: error.code,
    message: error.message,
    ...(error.where === undefined ? {} : { where: error.where }),
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    ...(error.problem === undefined ? {} : { problem: error.problem }),
    ...(error.details === undefined ? {} : { details: error.details }),
  }
}

export function fromReport({ code, message, ...details }: ErrorReport): StudioError {
  return new StudioError(code, message, details)
}

/**
 * Formats an error for a terminal, in English: "message (where)", with the remedy on its own line.
 */
export function describeError(error: unknown): string {
  return describe(toReport(error), 'en')
}

/**
 * Parses an external value.
 *
 * @throws StudioError with this `code`, naming each invalid field and what is wrong with it
 */
export function parseWith<T>(
  schema: z.ZodType<T>,
  value: unknown,
  code: ErrorCode,
  what: string,
  where?: string,
): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) =>
    issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`,
  )
  throw problemError(code, 'notValid', { what, why: issues.join('; ') }, { where })
}
