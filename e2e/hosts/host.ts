import type { ElectronApplication, Page } from '@playwright/test'

/** A studio that runs, on either host. */
export interface RunningStudio {
  readonly page: Page
  /** Electron's main process; undefined in a browser. */
  readonly app: ElectronApplication | undefined
  /** Ends it as a person would: what trains is saved. */
  close(): Promise<void>
  /** Ends the host's process without a warning, as a crash would. */
  kill(): Promise<void>
  /** Kills the web host and leaves the page open. */
  killHost?(): Promise<void>
  /** Starts the web host again, for the page that was left open. */
  startHost?(options?: string[]): Promise<void>
}

/** Starts a studio that keeps everything in one folder. */
export type OpenStudio = (dataFolder: string) => Promise<RunningStudio>
