import type { Estimate } from '../../../../contract/estimate'
import { toReport } from '../../../../contract/errors'
import { hyperparameterNames } from '../../../../contract/hyperparameters'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioClient } from '../../../../contract/rpc'
import type { RunConfig } from '../../../../contract/run'
import type { SetTimer } from '../../../state/page/toasts.svelte'
import { setTimer } from '../../../state/page/toasts.svelte'

const DEBOUNCE_MS = 200
/** Measuring takes seconds, so it waits this long after the last change. */
const MEASURE_DEBOUNCE_MS = 1_200

/** An estimate of a run's cost, requested from the host after the user stops typing. */
export class Estimates {
  status = $state<'none' | 'working' | 'ready' | 'failed'>('none')
  value = $state.raw<Estimate | null>(null)
  /** State of the speed measurement, which runs if the host does not know the speed. */
  measuring = $state<'no' | 'now' | 'done'>('no')
  /** The host's error if there is no estimate; null once the value at fault has changed. */
  problem = $state.raw<ErrorReport | null>(null)
  /** The configuration that {@link problem} is about. */
  private refused: RunConfig | undefined
  private latest = 0
  private cancelTimer: () => void = () => undefined

  constructor(
    private readonly client: StudioClient,
    private readonly later: SetTimer = setTimer,
  ) {}

  /** True while {@link value} belongs to settings that have changed since. */
  get stale(): boolean {
    return this.status === 'working' && this.value !== null
  }

  /** Requests an estimate. @param config undefined while invalid, which clears the estimate */
  request(config: RunConfig | undefined): void {
    this.cancelTimer()
    const mine = ++this.latest
    this.measuring = 'no'
    if (config === undefined || this.concernsChanged(config)) this.problem = null
    if (config === undefined) {
      this.status = 'none'
      this.value = null
      return
    }
    this.status = 'working'
    this.cancelTimer = this.later(DEBOUNCE_MS, () => void this.load(config, mine))
  }

  /** Returns true if the data set, or the value that the problem names, has changed. */
  private concernsChanged({ dataset, hyperparameters }: RunConfig): boolean {
    const { refused, problem } = this
    const name = hyperparameterNames.find((one) => one === problem?.where)
    if (dataset !== refused?.dataset) return true
    return name !== undefined && hyperparameters[name] !== refused.hyperparameters[name]
  }

  private async load(config: RunConfig, mine: number): Promise<void> {
    try {
      const value = await this.client.call('estimate', { config })
      if (mine !== this.latest) return
      this.value = value
      this.problem = null
      this.status = 'ready'
      if (value.secondsPerStep === null) this.scheduleMeasurement(config, mine)
    } catch (error) {
      if (mine !== this.latest) return
      this.value = null
      this.problem = toReport(error)
      this.refused = config
      this.status = 'failed'
    }
  }

  private scheduleMeasurement(config: RunConfig, mine: number): void {
    this.measuring = 'now'
    this.cancelTimer = this.later(MEASURE_DEBOUNCE_MS, () => void this.measure(config, mine))
  }

  private async measure(config: RunConfig, mine: number): Promise<void> {
    const none = { secondsPerStep: null }
    // The estimate is useful without a speed; the engine picker reports engine errors.
    const measured = await this.client.call('estimate.measure', { config }).catch(() => none)
    if (mine !== this.latest || this.value === null) return
    this.value = { ...this.value, ...measured }
    this.measuring = measured.secondsPerStep === null ? 'no' : 'done'
  }
}
