/* Decides when the application may end. Independent of Electron. */

interface QuitParts {
  /** Number of live runs. */
  liveRuns(): number
  /** Asks the user whether to save `count` runs and quit. */
  ask(count: number): Promise<boolean>
  /** Lets live runs save checkpoints, and ends all child processes. */
  save(): Promise<void>
  saveFailed(error: unknown): Promise<void>
  /** Quits; {@link Quitting.mayQuit} is true from then on. */
  quit(): void
}

/** Coordinates quitting: asks if a run is training, then saves, then quits. */
export class Quitting {
  private state: 'no' | 'asking' | 'saving' | 'saved' = 'no'

  constructor(private readonly parts: QuitParts) {}

  /** True once the application, or its last window, may close. */
  get mayQuit(): boolean {
    return this.state === 'saved'
  }

  /** Handles a request to quit from the user. */
  async request(): Promise<void> {
    if (this.state !== 'no') return
    const count = this.parts.liveRuns()
    this.state = 'asking'
    if (count > 0 && !(await this.parts.ask(count))) {
      this.state = 'no'
      return
    }
    await this.finish()
  }

  /** Handles a signal from the system or a terminal: saves and quits without asking. */
  async force(): Promise<void> {
    if (this.state === 'no' || this.state === 'asking') await this.finish()
  }

  private async finish(): Promise<void> {
    if (this.state === 'saving' || this.state === 'saved') return
    this.state = 'saving'
    await this.parts.save().catch((error: unknown) => this.parts.saveFailed(error))
    this.state = 'saved'
    this.parts.quit()
  }
}
