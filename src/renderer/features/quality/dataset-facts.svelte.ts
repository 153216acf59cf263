import type { CommandReply } from '../../../contract/api'
import type { DatasetDetail } from '../../../contract/datasets/detail'
import type { StudioClient } from '../../../contract/rpc'
import { createInRoot, perStudio } from '../../state/per-studio.svelte'
import type { StudioState } from '../../state/studio.svelte'

/** Facts about a run's data set for the Quality tab; unknown if it has been removed. */
export class DatasetFacts {
  private detail = $state.raw<DatasetDetail>()
  private nets = $state.raw<CommandReply<'featureNets.get'>>()

  /** The names of the classes in the order of their labels; null without labels, or if unknown. */
  readonly classNames = $derived(this.detail?.classes?.train.map(({ name }) => name) ?? null)
  /** True if the data set is known to have no held-out images. */
  readonly holdsNothingOut = $derived(
    this.detail?.listing.problem === undefined && this.detail?.listing.holdOut === 0,
  )
  /** True if the data set is known to have no feature net of its own. */
  readonly hasNoNet = $derived(this.nets?.net === null)
  /** True if an untrained feature net is known to be the one that suits the data set. */
  readonly suitsWeakNet = $derived(this.hasNoNet && this.nets?.bundled === null)

  constructor(
    private readonly client: StudioClient,
    readonly name: string,
  ) {}

  /** Never rejects: unknown facts are not shown. */
  async load(): Promise<void> {
    const { name } = this
    const unknown = (): undefined => undefined
    ;[this.detail, this.nets] = await Promise.all([
      this.client.call('datasets.get', { name }).catch(unknown),
      this.client.call('featureNets.get', { name }).catch(unknown),
    ])
  }
}

const factsOf = perStudio((studio) => new LastFacts(studio))

/** Returns what is known about a data set, and loads it again. The last one is kept. */
export const openDatasetFacts = (studio: StudioState, name: string): DatasetFacts =>
  factsOf(studio).open(name)

class LastFacts {
  private current: DatasetFacts | undefined

  constructor(private readonly studio: StudioState) {
    studio.connection.onSync(() => void this.current?.load())
  }

  open(name: string): DatasetFacts {
    const { client, connection } = this.studio
    if (this.current?.name !== name)
      this.current = createInRoot(() => new DatasetFacts(client, name))
    // Before the handshake, calls would fail; the handshake loads it.
    if (connection.status === 'connected') void this.current.load()
    return this.current
  }
}
