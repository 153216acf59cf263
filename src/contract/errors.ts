import { z } from 'zod'
import { problems } from './problems'
import type { ProblemCode, ProblemGiven } from './problems'

/**
 * What went wrong, by who can mend it:
 * `usage` a setting or argument, `data` a data set, `checkpoint` a run or weights file,
 * `engine` the thing that computes, `storage` the disk, `training` the training itself
 * (it diverged or its process died), `internal` a defect of ours.
 */
export const errorCodes = [
  'usage',
  'data',
  'checkpoint',
  'engine',
  'storage',
  'training',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** Which of `problems` it is; the code may be another version's, as reports are kept in files. */
export const problemSchema = z.object({
  code: z.string(),
  given: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Problem = z.infer<typeof problemSchema>

export const errorReportSchema = z.object({
  code: z.enum(errorCodes),
  /** In English; {@link problem} says it in any language. */
  message: z.string(),
  where: z.string().optional(),
  remedy: z.string().optional(),
  problem: problemSchema.optional(),
})
/** The form in which an error crosses a process or network boundary. */
export type ErrorReport = z.infer<typeof errorReportSchema>

interface ErrorDetails {
  /** The file, field or flag at fault. */
  where?: string | undefined
  /** What the person can do about it. */
  remedy?: string | undefined
  /** What kind it is, where readers of any language should understand it. */
  problem?: Problem | undefined
  cause?: unknown
}

/** An error meant to be read by a person: what is wrong, where, and what to do. */
export class StudioError extends Error {
  override readonly name = 'StudioError'
  readonly code: ErrorCode
  readonly where: string | undefined
  readonly remedy: string | undefined
  readonly problem: Problem | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.where = details.where
    this.remedy = details.remedy
    this.problem = details.problem
  }
}

/** An error of a known kind: `problems` has its words. */
export function problemError<C extends ProblemCode>(
  code: ErrorCode,
  problem: C,
  given: ProblemGiven<C>,
  details: Pick<ErrorDetails, 'where' | 'cause'> = {},
): StudioError {
  const sentences = problems[problem] as {
    message(given: ProblemGiven<C>): string
    remedy?(given: ProblemGiven<C>): string
  }
  return new StudioError(code, sentences.message(given), {
    ...details,
    remedy: sentences.remedy?.(given),
    problem: { code: problem, given: given as Problem['given'] },
  })
}

/** Turns anything thrown into an {@link ErrorReport}; what is not a StudioError counts as `internal`. */
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
  }
}

export function fromReport(report: ErrorReport): StudioError {
  return new StudioError(report.code, report.message, {
    where: report.where,
    remedy: report.remedy,
    problem: report.problem,
  })
}

/** The report as sentences: "message (where). remedy" */
export function describeError(error: unknown): string {
  const { message, where, remedy } = toReport(error)
  const place = where === undefined || message.includes(where) ? '' : ` (${where})`
  return `${message}${place}${remedy === undefined ? '' : `\n${remedy}`}`
}

/** Parses a value from outside; the error names the field, what it was given, and what it takes. */
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
  throw new StudioError(code, `${what} is not valid: ${issues.join('; ')}`, { where })
}
