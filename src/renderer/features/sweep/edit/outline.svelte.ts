import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioClient } from '../../../../contract/rpc'
import type { SweepOutline } from '../../../../contract/sweep/commands'
import type { SweepSpec } from '../../../../contract/sweep/spec'
import type { SetTimer } from '../../../state/page/toasts.svelte'
import { setTimer } from '../../../state/page/toasts.svelte'
import { settingsOfBase } from './base'

const DEBOUNCE_MS = 250

/** The runs and steps of a sweep, requested from the host after the user stops typing. */
export class Outline {
  value = $state.raw<SweepOutline>()
  /** Seconds of all its training steps, one run at a time; null if the speed is not known. */
  seconds = $state<number | null>(null)
  /** The host's error, if the sweep cannot train. */
  problem = $state.raw<ErrorReport>()
  private latest = 0
  private cancelTimer: () => void = () => undefined

  constructor(
    private readonly client: StudioClient,
    private readonly later: SetTimer = setTimer,
  ) {}

  /** @param spec undefined while a field is at fault, which clears the outline */
  request(spec: SweepSpec | undefined): void {
    this.cancelTimer()
    const mine = ++this.latest
    if (spec === undefined) return this.show(mine, {})
    this.cancelTimer = this.later(DEBOUNCE_MS, () => void this.load(spec, mine))
  }

  private async load(spec: SweepSpec, mine: number): Promise<void> {
    try {
      const value = await this.client.call('sweeps.outline', { spec })
      this.show(mine, { value })
      const perStep = await this.secondsPerStep(spec)
      if (mine === this.latest) this.seconds = perStep === null ? null : perStep * value.steps
    } catch (error) {
      this.show(mine, { problem: toReport(error) })
    }
  }

  private async secondsPerStep(spec: SweepSpec): Promise<number | null> {
    const hyperparameters = settingsOfBase(spec)
    if (hyperparameters === undefined) return null
    const { dataset, engine, threads } = spec
    const config = { hyperparameters, dataset, engine, threads }
    // The outline is useful without a time.
    const estimate = await this.client.call('estimate', { config }).catch(() => undefined)
    return estimate?.secondsPerStep ?? null
  }

  private show(mine: number, shown: { value?: SweepOutline; problem?: ErrorReport }): void {
    if (mine !== this.latest) return
    this.value = shown.value
    this.problem = shown.problem
    this.seconds = null
  }
}
