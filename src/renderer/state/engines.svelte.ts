import type {
  EngineChoice,
  EngineReport,
  EnginesList,
  SetupMeasurement,
} from '../../contract/engines'
import type { StudioClient } from '../../contract/rpc'
import { Listing } from './listing.svelte'

/**
 * The engines of the host's machine. Probing them takes seconds, so it happens only when needed.
 */
export class Engines extends Listing<EngineReport> {
  /** The measured setup of the native engine; null if there is none. */
  measurement = $state.raw<SetupMeasurement | null>(null)
  /** Whether the processor or the GPU has bfloat16 arithmetic; true until known. */
  bfloat16 = $state.raw(true)
  /** False if this studio never measures by itself. */
  measuresItself = $state.raw(true)
  /** True while it is being measured again. */
  measuring = $state(false)

  constructor(
    private readonly client: StudioClient,
    private readonly reportError: (error: unknown) => void,
  ) {
    super(async () => this.take(await client.call('engines.list', {})), reportError)
  }

  /** Measures the native engine's setup again, and reports a failure. */
  async measure(): Promise<void> {
    if (this.measuring) return
    this.measuring = true
    try {
      this.items = this.take(await this.client.call('engines.measure', {}))
    } catch (error) {
      this.reportError(error)
    } finally {
      this.measuring = false
    }
  }

  private take({
    engines,
    measurement,
    bfloat16,
    automatic,
  }: EnginesList): readonly EngineReport[] {
    this.measurement = measurement
    this.bfloat16 = bfloat16
    this.measuresItself = automatic
    return engines
  }

  /** The engine that `auto` means: the first available one. */
  readonly automatic = $derived(this.items.find(({ available }) => available))

  /** The engine for a choice; undefined if it is not available or not known yet. */
  resolve(choice: EngineChoice): EngineReport | undefined {
    if (choice === 'auto') return this.automatic
    return this.items.find(({ name, available }) => name === choice && available)
  }
}
