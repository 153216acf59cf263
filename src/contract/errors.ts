import { z } from 'zod'

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

export const errorReportSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  where: z.string().optional(),
  remedy: z.string().optional(),
})
/** The form in which an error crosses a process or network boundary. */
export type ErrorReport = z.infer<typeof errorReportSchema>

interface ErrorDetails {
  /** The file, field or flag at fault. */
  where?: string | undefined
  /** What the person can do about it. */
  remedy?: string | undefined
  cause?: unknown
}

/** An error meant to be read by a person: what is wrong, where, and what to do. */
export class StudioError extends Error {
  override readonly name = 'StudioError'
  readonly code: ErrorCode
  readonly where: string | undefined
  readonly remedy: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.where = details.where
    this.remedy = details.remedy
  }
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
  }
}

export function fromReport(report: ErrorReport): StudioError {
  return new StudioError(report.code, report.message, {
    where: report.where,
    remedy: report.remedy,
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
