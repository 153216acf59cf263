import { PROTOCOL_VERSION } from '../../contract/api'
import type { CommandReply } from '../../contract/api'
import { toReport } from '../../contract/errors'
import type { ErrorReport } from '../../contract/errors'
import type { NumberedEvent, StudioEvent } from '../../contract/events'
import type { StudioClient } from '../../contract/rpc'
import { Listeners } from './listeners'

type Hello = CommandReply<'hello'>

/**
 * `connecting` at first, `connected` after the greeting, `lost` until the line is back,
 * `refused` when the two sides speak different versions.
 */
type ConnectionStatus = 'connecting' | 'connected' | 'lost' | 'refused'

/**
 * The line to the host: greets on every opening, watches that no event is missing, and tells
 * the other states when what they show may be out of date.
 */
export class Connection {
  status = $state<ConnectionStatus>('connecting')
  /** Of the last greeting. */
  hello = $state.raw<Hello | null>(null)
  /** How often the line came back; the page may say so. */
  returns = $state(0)
  /** How often the host was another one when the line came back. */
  restarts = $state(0)
  /** The host is there again, and does not let this page in: its token is a new one. */
  shut = $state(false)
  /** Why the greeting failed, where it did. */
  problem = $state.raw<ErrorReport | null>(null)

  private readonly events = new Listeners<StudioEvent>()
  private readonly syncs = new Listeners<Hello>()
  private opening = 0
  private sequence = 0
  /** Events that came before the greeting's answer said where they belong. */
  private early: NumberedEvent[] | null = null

  constructor(private readonly client: StudioClient) {
    client.onEvent((numbered) => this.heard(numbered))
    client.onConnection((connected, refused = false) => {
      this.shut = refused
      if (connected) void this.greet()
      else this.lose()
    })
  }

  /** @returns what ends it */
  onEvent(handle: (event: StudioEvent) => void): () => void {
    return this.events.add(handle)
  }

  /**
   * Called after every greeting, so at first, when the line is back, and when events were missed:
   * load afresh. Events that the greeting's answer does not cover follow.
   *
   * @returns what ends it
   */
  onSync(handle: (hello: Hello) => void): () => void {
    return this.syncs.add(handle)
  }

  /**
   * Greets the host; its answer says which events the page has not missed.
   *
   * @param early events to weigh once it is there
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
