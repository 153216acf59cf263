import type { EngineChoice, EngineReport } from '../../contract/engines'
import type { StudioClient } from '../../contract/rpc'
import { Listing } from './listing.svelte'

/** What can compute on the host's machine. Trying them takes seconds, so it waits until needed. */
export class Engines extends Listing<EngineReport> {
  constructor(client: StudioClient, report: (error: unknown) => void) {
    super(async () => (await client.call('engines.list', {})).engines, report)
  }

  /** What `auto` stands for: the first that is available. */
  readonly automatic = $derived(this.items.find(({ available }) => available))

  /** The engine that a choice comes to; undefined where it is not available or not known yet. */
  resolve(choice: EngineChoice): EngineReport | undefined {
    if (choice === 'auto') return this.automatic
    return this.items.find(({ name, available }) => name === choice && available)
  }
}
