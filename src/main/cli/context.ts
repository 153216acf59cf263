import type { PresetName } from '../../contract/hyperparameters'
import type { Studio } from '../studio/studio'
import type { Output } from './output'

/** What the commands work with; made when the flags before them are known. */
export interface CommandContext {
  output(): Output
  studio(): Studio
  /** Where PyTorch's side of each benchmark is. */
  torchScripts: Record<PresetName, string>
  exit(code: number): void
}
