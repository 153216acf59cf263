import type { Estimate } from '../../../../contract/estimate'
import { toReport } from '../../../../contract/errors'
import type { ErrorReport } from '../../../../contract/errors'
import type { StudioClient } from '../../../../contract/rpc'
import type { RunConfig } from '../../../../contract/run'
import type { Later } from '../../../state/page/toasts.svelte'
import { realLater } from '../../../state/page/toasts.svelte'

const PAUSE_MS = 200
/** Measuring takes the machine some seconds: the values must stand still for this long. */
const STILL_MS = 1_200

/** What a run would cost, asked of the host once the person has stopped typing. */
export class Estimates {
  status = $state<'none' | 'working' | 'ready' | 'failed'>('none')
  value = $state.raw<Estimate | null>(null)
  /** Of the speed of these settings, where the host did not know it. */
  measuring = $state<'no' | 'now' | 'done'>('no')
  /** Why there is none, in the host's words. */
  problem = $state.raw<ErrorReport | null>(null)
  private latest = 0
  private callOff: () => void = () => undefined

  constructor(
    private readonly client: StudioClient,
    private readonly later: Later = realLater,
  ) {}

  /** @param config undefined while it is not valid */
  want(config: RunConfig | undefined): void {
    this.callOff()
    const mine = ++this.latest
    this.measuring = 'no'
    if (config === undefined) {
      this.status = 'none'
      this.value = null
      return
    }
    this.status = 'working'
    this.callOff = this.later(PAUSE_MS, () => void this.ask(config, mine))
  }

  private async ask(config: RunConfig, mine: number): Promise<void> {
    try {
      const value = await this.client.call('estimate', { config })
      if (mine !== this.latest) return
      this.value = value
      this.status = 'ready'
      if (value.secondsPerStep === null) this.measureSoon(config, mine)
    } catch (error) {
      if (mine !== this.latest) return
      this.value = null
      this.problem = toReport(error)
      this.status = 'failed'
    }
  }

  private measureSoon(config: RunConfig, mine: number): void {
    this.measuring = 'now'
    this.callOff = this.later(STILL_MS, () => void this.measure(config, mine))
  }

  private async measure(config: RunConfig, mine: number): Promise<void> {
    const none = { secondsPerStep: null }
    // The estimate stands without it; what keeps an engine from starting is told where it is chosen.
    const measured = await this.client.call('estimate.measure', { config }).catch(() => none)
    if (mine !== this.latest || this.value === null) return
    this.value = { ...this.value, ...measured }
    this.measuring = measured.secondsPerStep === null ? 'no' : 'done'
  }
}
