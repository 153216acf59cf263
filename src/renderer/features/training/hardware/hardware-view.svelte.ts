import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioEvent } from '../../../../contract/events'
import type { HardwareSample } from '../../../../contract/hardware/sample'
import { thinned } from '../../../../contract/hardware/thin'
import type { StudioClient } from '../../../../contract/rpc'

/** The most samples drawn. */
const MOST = 500

/** The hardware samples of one run, kept up to date by the host's events. */
export class HardwareView {
  /** By step; undefined until loaded. */
  samples = $state.raw<readonly HardwareSample[]>()
  /** The error of the last load, if it failed. */
  error = $state.raw<ErrorReport>()
  private loads = 0
  /** Samples received while loading; undefined at other times. */
  private early: HardwareSample[] | undefined

  constructor(
    private readonly client: StudioClient,
    private readonly id: string,
  ) {}

  async load(): Promise<void> {
    const mine = ++this.loads
    const early: HardwareSample[] = (this.early = [])
    try {
      const { samples } = await this.client.call('runs.hardware', { id: this.id, most: MOST })
      if (mine !== this.loads) return
      this.error = undefined
      this.samples = early.reduce(withSample, samples)
    } catch (error) {
      if (mine === this.loads) this.error = toReport(error)
    }
    if (mine === this.loads) this.early = undefined
  }

  /** Applies an event of this run. */
  handleEvent(event: StudioEvent): void {
    if (event.type !== 'hardware') return
    this.early?.push(event.sample)
    if (this.samples !== undefined) this.samples = withSample(this.samples, event.sample)
  }
}

/** Adds a sample; a session that repeats steps replaces those of the earlier one. */
export function withSample(
  samples: readonly HardwareSample[],
  added: HardwareSample,
): readonly HardwareSample[] {
  // It may have been loaded already.
  const before = samples.filter(({ step, at }) => step <= added.step && at !== added.at)
  const all = [...before, added]
  return all.length > 2 * MOST ? thinned(all, MOST) : all
}
