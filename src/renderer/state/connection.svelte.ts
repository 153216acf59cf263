import { PROTOCOL_VERSION } from '../../contract/api'
import type { CommandReply } from '../../contract/api'
import { toReport } from '../../contract/errors'
import type { ErrorReport } from '../../contract/errors'
import type { NumberedEvent, StudioEvent } from '../../contract/events'
import type { StudioClient } from '../../contract/rpc'
import { Listeners } from './listeners'

type Hello = CommandReply<'hello'>

/**
 * `connecting` at first, `connected` after the handshake, `lost` until the connection is back,
 * `refused` if both sides have different versions.
 */
type ConnectionStatus = 'connecting' | 'connected' | 'lost' | 'refused'

/**
 * The connection to the host: does the handshake whenever it opens, checks that no event is
 * missing, and tells the other states when their data may be out of date.
 */
export class Connection {
  status = $state<ConnectionStatus>('connecting')
  /** The answer to the last handshake. */
  hello = $state.raw<Hello | null>(null)
  /** How often the connection was restored. */
  returns = $state(0)
  /** How often the host had restarted when the connection was restored. */
  restarts = $state(0)
  /** The host is back, but refuses this page because its token is new. */
  shut = $state(false)
  /** Why the handshake failed, if it did. */
  problem = $state.raw<ErrorReport | null>(null)

  private readonly events = new Listeners<StudioEvent>()
  private readonly syncs = new Listeners<Hello>()
  private opening = 0
  private sequence = 0
  /** Events that arrived before the answer to the handshake. */
  private early: NumberedEvent[] | null = null

  constructor(private readonly client: StudioClient) {
    client.onEvent((numbered) => this.heard(numbered))
    client.onConnection((connected, refused = false) => {
      this.shut = refused
      if (connected) void this.greet()
      else this.lose()
    })
  }

  /** @returns unsubscribes */
  onEvent(handle: (event: StudioEvent) => void): () => void {
    return this.events.add(handle)
  }

  /**
   * Calls `sync` after every handshake: at first, when the connection is back, and when events were
   * missed. It should reload everything; events after the handshake's answer follow.
   *
   * @returns unsubscribes
   */
  onSync(handle: (hello: Hello) => void): () => void {
    return this.syncs.add(handle)
  }

  /**
   * Does the handshake; its answer says which events the page has already covered.
   *
   * @param early events to process once the answer has arrived
   */
  async greet(early: NumberedEvent[] = []): Promise<void> {
    const opening = ++this.opening
    this.early = early
    this.problem = null
    try {
      const hello = await this.client.call('hello', { protocol: PROTOCOL_VERSION })
      if (opening !== this.opening) return
      if (hello.protocol !== PROTOCOL_VERSION) this.status = 'refused'
      else this.welcome(hello)
    } catch (error) {
      if (opening !== this.opening) return
      const report = toReport(error)
      this.early = null
      this.problem = report
      if (report.code === 'usage') this.status = 'refused'
    }
  }

  private welcome(hello: Hello): void {
    if (this.status === 'lost' && this.hello !== null) this.returns++
    if (this.hello !== null && this.hello.instance !== hello.instance) this.restarts++
    const early = this.early ?? []
    this.early = null
    this.hello = hello
    this.sequence = hello.sequence
    this.status = 'connected'
    this.syncs.tell(hello)
    for (const numbered of early) if (numbered.sequence > hello.sequence) this.heard(numbered)
  }

  private lose(): void {
    this.opening++
    this.early = null
    if (this.status !== 'refused') this.status = 'lost'
  }

  private heard(numbered: NumberedEvent): void {
    if (this.early !== null) return void this.early.push(numbered)
    if (this.status !== 'connected') return
    if (numbered.sequence !== this.sequence + 1) {
      void this.greet([numbered])
      return
    }
    this.sequence = numbered.sequence
    this.events.tell(numbered.event)
  }
}
