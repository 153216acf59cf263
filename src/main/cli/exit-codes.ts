import type { ErrorCode } from '../../contract/errors'

/** The exit codes of the command line, as listed in README. */
export const exitCodes: Record<ErrorCode | 'ok' | 'interrupted', number> = {
  ok: 0,
  training: 1,
  internal: 1,
  usage: 2,
  data: 3,
  checkpoint: 3,
  engine: 4,
  /** The disk, and files in use by another process. */
  storage: 5,
  /** Ctrl-C; after a single one, the run was saved. */
  interrupted: 130,
}
