import type { Studio } from '../studio/studio'
import type { Output } from './output'

/** What the commands work with; made when the flags before them are known. */
export interface CommandContext {
  output(): Output
  studio(): Studio
  /** Where the program's own files are. */
  torchScript: string
  exit(code: number): void
}
