import type { ErrorCode } from '../../contract/errors'

/** What the command line's exit codes mean; README lists them. */
export const exitCodes: Record<ErrorCode | 'ok' | 'interrupted', number> = {
  ok: 0,
  training: 1,
  internal: 1,
  usage: 2,
  data: 3,
  checkpoint: 3,
  engine: 4,
  storage: 5,
  /** Ctrl-C; after the first one the run was saved. */
  interrupted: 130,
}
