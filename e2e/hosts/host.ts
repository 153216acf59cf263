import type { ElectronApplication, Page } from '@playwright/test'

/** A running studio on either host. */
export interface RunningStudio {
  readonly page: Page
  /** Electron's main process; undefined in a browser. */
  readonly app: ElectronApplication | undefined
  /** Closes the studio as a user would, which saves runs in progress. */
  close(): Promise<void>
  /** Kills the host's process without warning, like a crash. */
  kill(): Promise<void>
  /** Kills the web host and leaves the page open. */
  killHost?(signal?: NodeJS.Signals): Promise<void>
  /** Starts the web host again, for the page that stayed open. */
  startHost?(options?: string[]): Promise<void>
}

/** Starts a studio on a data folder. */
export type OpenStudio = (dataFolder: string) => Promise<RunningStudio>
