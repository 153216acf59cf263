import { PROTOCOL_VERSION } from '../../contract/api'
import type { CommandReply } from '../../contract/api'
import { toReport } from '../../contract/errors'
import type { ErrorReport } from '../../contract/errors'
import type { NumberedEvent, StudioEvent } from '../../contract/events'
import type { Disconnection, StudioClient } from '../../contract/rpc'
import { Listeners } from './listeners'

type Hello = CommandReply<'hello'>

/**
 * `connecting` at first, `connected` after the handshake, `lost` while disconnected, `refused` if
 * page and host have different versions.
 */
type ConnectionStatus = 'connecting' | 'connected' | 'lost' | 'refused'

/**
 * The connection to the host: performs the handshake whenever it opens, detects missed events, and
 * notifies subscribers when their data may be stale.
 */
export class Connection {
  status = $state<ConnectionStatus>('connecting')
  /** The host's reply to the last handshake. */
  hello = $state.raw<Hello | null>(null)
  /** Number of times the connection was restored. */
  reconnects = $state(0)
  /** Number of those times that the host had restarted. */
  restarts = $state(0)
  /** Why the connection is down; meaningful only while `status` is `lost`. */
  loss = $state<Disconnection>('lost')
  /** The error of the last handshake, if it failed. */
  problem = $state.raw<ErrorReport | null>(null)

  private readonly events = new Listeners<StudioEvent>()
  private readonly syncs = new Listeners<Hello>()
  private handshakes = 0
  private sequence = 0
  /** Events received before the reply to the handshake. */
  private early: NumberedEvent[] | null = null

  constructor(private readonly client: StudioClient) {
    client.onEvent((numbered) => this.receive(numbered))
    client.onConnection((state) => {
      if (state === 'connected') void this.handshake()
      else this.handleDisconnect(state)
    })
  }

  /** @returns a function that unsubscribes */
  onEvent(handle: (event: StudioEvent) => void): () => void {
    return this.events.add(handle)
  }

  /**
   * Calls the handler after every handshake: on connecting, reconnecting, and after missed events.
   * The handler should reload everything; later events follow.
   *
   * @returns a function that unsubscribes
   */
  onSync(handle: (hello: Hello) => void): () => void {
    return this.syncs.add(handle)
  }

  /**
   * Performs the handshake. The reply has the number of the last event it includes.
   *
   * @param early events to process after the reply
   */
  async handshake(early: NumberedEvent[] = []): Promise<void> {
    const current = ++this.handshakes
    this.early = early
    this.problem = null
    try {
      const hello = await this.client.call('hello', { protocol: PROTOCOL_VERSION })
      if (current !== this.handshakes) return
      if (hello.protocol !== PROTOCOL_VERSION) this.status = 'refused'
      else this.accept(hello)
    } catch (error) {
      if (current !== this.handshakes) return
      const report = toReport(error)
      this.early = null
      this.problem = report
      if (report.code === 'usage') this.status = 'refused'
    }
  }

  private accept(hello: Hello): void {
    if (this.status === 'lost' && this.hello !== null) this.reconnects++
    if (this.hello !== null && this.hello.instance !== hello.instance) this.restarts++
    const early = this.early ?? []
    this.early = null
    this.hello = hello
    this.sequence = hello.sequence
    this.status = 'connected'
    this.syncs.emit(hello)
    for (const numbered of early) if (numbered.sequence > hello.sequence) this.receive(numbered)
  }

  private handleDisconnect(why: Disconnection): void {
    this.loss = why
    this.handshakes++
    this.early = null
    if (this.status !== 'refused') this.status = 'lost'
  }

  private receive(numbered: NumberedEvent): void {
    if (this.early !== null) return void this.early.push(numbered)
    if (this.status !== 'connected') return
    if (numbered.sequence !== this.sequence + 1) {
      void this.handshake([numbered])
      return
    }
    this.sequence = numbered.sequence
    this.events.emit(numbered.event)
  }
}
