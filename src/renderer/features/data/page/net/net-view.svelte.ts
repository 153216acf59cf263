import type { CommandReply } from '../../../../../contract/api'
import { toReport } from '../../../../../contract/errors'
import type { ErrorReport } from '../../../../../contract/errors'
import type { StudioEvent } from '../../../../../contract/events'
import type { NetTrainingState } from '../../../../../contract/feature-nets/commands'
import type { NetProgress } from '../../../../../contract/feature-nets/progress'
import type { StudioClient } from '../../../../../contract/rpc'

type Nets = CommandReply<'featureNets.get'>

/** A data set's feature net, and its training. */
export class NetView {
  /** Undefined until loaded. */
  nets = $state.raw<Pick<Nets, 'net' | 'bundled'>>()
  /** The training in progress, or the last one if it failed. */
  training = $state.raw<NetTrainingState>()
  /** The error if the net could not be loaded, or the training not begun or cancelled. */
  error = $state.raw<ErrorReport>()
  /** True once training that was begun here has stored its net. */
  finished = $state(false)
  /** True while a request has not been answered. */
  asking = $state(false)
  readonly running = $derived(this.training?.state === 'running')
  private loads = 0

  constructor(
    private readonly client: StudioClient,
    readonly name: string,
  ) {}

  async load(): Promise<void> {
    const mine = ++this.loads
    try {
      const { training, ...nets } = await this.client.call('featureNets.get', { name: this.name })
      if (mine !== this.loads) return
      this.nets = nets
      this.training = training ?? undefined
      this.error = undefined
    } catch (error) {
      if (mine === this.loads) this.error = toReport(error)
    }
  }

  /** Follows the training of this data set's net, even if it was begun elsewhere. */
  handleEvent(event: StudioEvent): void {
    if (event.type === 'datasets') void this.load()
    if (event.type !== 'featureNet' || event.training.name !== this.name) return
    const { state } = event.training
    // A reply that has not arrived yet is older than this event.
    this.loads++
    this.training = state === 'running' || state === 'failed' ? event.training : undefined
    if (state === 'running') return
    this.finished = state === 'done'
    if (state !== 'failed') void this.load()
  }

  train(): Promise<void> {
    this.finished = false
    return this.ask(async () => {
      await this.client.call('featureNets.train', { name: this.name })
    })
  }

  cancel(): Promise<void> {
    return this.ask(async () => {
      await this.client.call('featureNets.cancel', { name: this.name })
    })
  }

  private async ask(request: () => Promise<void>): Promise<void> {
    if (this.asking) return
    this.asking = true
    this.error = undefined
    try {
      await request()
    } catch (error) {
      this.error = toReport(error)
    } finally {
      this.asking = false
    }
  }
}

/** The fraction of the training that is done, from 0 to 1; null while its length is unknown. */
export function fractionOf({ stage, step, steps }: NetProgress): number | null {
  if (stage === 'testing') return 1
  return steps === 0 ? null : step / steps
}
