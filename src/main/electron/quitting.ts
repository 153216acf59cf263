/* Decides when the application may end. Independent of Electron. */

interface QuitParts {
  /** Runs that are live now. */
  liveRuns(): number
  /** Whether to save them and quit. */
  ask(count: number): Promise<boolean>
  /** Lets live runs save checkpoints, and ends all child processes. */
  save(): Promise<void>
  saveFailed(error: unknown): Promise<void>
  /** Quits; {@link Quitting.mayQuit} is true from then on. */
  quit(): void
}

/** Quitting while something trains asks, then saves, then quits. */
export class Quitting {
  private state: 'no' | 'asking' | 'saving' | 'saved' = 'no'

  constructor(private readonly parts: QuitParts) {}

  /** Whether the application, or its last window, may go now. */
  get mayQuit(): boolean {
    return this.state === 'saved'
  }

  /** The user wants to quit. */
  async wanted(): Promise<void> {
    if (this.state !== 'no') return
    const count = this.parts.liveRuns()
    this.state = 'asking'
    if (count > 0 && !(await this.parts.ask(count))) {
      this.state = 'no'
      return
    }
    await this.finish()
  }

  /** The system or a terminal ends the application: there is nobody to ask. */
  async demanded(): Promise<void> {
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
