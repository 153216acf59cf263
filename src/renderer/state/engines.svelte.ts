import type { EngineChoice, EngineReport } from '../../contract/engines'
import type { StudioClient } from '../../contract/rpc'
import { Listing } from './listing.svelte'

/**
 * The engines of the host's machine. Probing them takes seconds, so it happens only when needed.
 */
export class Engines extends Listing<EngineReport> {
  constructor(client: StudioClient, report: (error: unknown) => void) {
    super(async () => (await client.call('engines.list', {})).engines, report)
  }

  /** The engine that `auto` means: the first available one. */
  readonly automatic = $derived(this.items.find(({ available }) => available))

  /** The engine for a choice; undefined if it is not available or not known yet. */
  resolve(choice: EngineChoice): EngineReport | undefined {
    if (choice === 'auto') return this.automatic
    return this.items.find(({ name, available }) => name === choice && available)
  }
}
