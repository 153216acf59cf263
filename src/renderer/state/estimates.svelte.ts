import type { Estimate } from '../../contract/api'
import { toReport } from '../../contract/errors'
import type { ErrorReport } from '../../contract/errors'
import type { StudioClient } from '../../contract/rpc'
import type { RunConfig } from '../../contract/run'
import type { Later } from './toasts.svelte'
import { realLater } from './toasts.svelte'

const PAUSE_MS = 200

/** What a run would cost, asked of the host once the person has stopped typing. */
export class Estimates {
  status = $state<'none' | 'working' | 'ready' | 'failed'>('none')
  value = $state.raw<Estimate | null>(null)
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
    } catch (error) {
      if (mine !== this.latest) return
      this.value = null
      this.problem = toReport(error)
      this.status = 'failed'
    }
  }
}
