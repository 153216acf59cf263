import type { PresetName } from '../../contract/hyperparameters'
import type { ServeOptions } from '../serve'
import type { Studio } from '../studio/studio'
import type { Output } from './output'

/** What the commands work with; made when the flags before them are known. */
export interface CommandContext {
  output(): Output
  studio(): Studio
  /** Where runs are kept, as it was typed. */
  dataFolder(): string
  /** Where PyTorch's side of each benchmark is. */
  torchScripts: Record<PresetName, string>
  /** Serves the studio to a browser until the process is told to end. */
  serve(options: ServeOptions): Promise<void>
  exit(code: number): void
}
