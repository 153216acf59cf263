import type { ServeOptions } from '../serve'
import type { Studio } from '../studio/studio'
import type { RunQueueOptions } from '../run-queue'
import type { Output } from './output'

/** Dependencies of the commands, created after the global flags are parsed. */
export interface CommandContext {
  output(): Output
  studio(): Studio
  /** The folder of the runs, as typed by the user. */
  dataFolder(): string
  /** The PyTorch script with which `bench` compares presets. */
  torchScript: string
  /** Serves the studio to a browser until the process is asked to stop. */
  serve(options: ServeOptions): Promise<void>
  /** Trains the runs in the queue. @returns the exit code */
  runQueue(options: RunQueueOptions): Promise<number>
  exit(code: number): void
}
