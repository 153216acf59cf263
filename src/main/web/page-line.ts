import type { RawData, WebSocket } from 'ws'
import type { StudioApi } from '../../contract/api'
import type { StudioEvent } from '../../contract/events'
import { answerCall, GOING_AWAY } from '../../contract/rpc'
import type { ServerMessage } from '../../contract/rpc'
import { parseJsonGuarded } from '../disk/json'
import { RateLimit } from './rate-limit'

/** Maximum bytes of a message: an upload of weights in base64. */
export const MAX_MESSAGE_BYTES = 50_000_000
/** Maximum bytes of any other command. */
export const MAX_COMMAND_BYTES = 256_000
/** Limits for all commands; an upload is a single long string. */
const MESSAGE_LIMITS = { levels: 30, values: 20_000 }
const UPLOAD = /^\{"id":\d{1,15},"command":"weights\.upload",/

/** With more queued bytes than this, metrics are skipped; the gap makes the page reload them. */
export const SLOW_BYTES = 2_000_000
/** With more queued bytes than this, the host disconnects; the page reconnects when it can. */
export const STUCK_BYTES = 16_000_000

/** WebSocket close codes that say why the host disconnected. */
export const closeCodes = {
  goingAway: GOING_AWAY,
  notJson: 1007,
  tooLarge: 1009,
  notOurs: 4400,
  tooSlow: 4408,
  tooMany: 4429,
} as const

/**
 * The connection to one page: answers its calls, and sends events as fast as the page receives
 * them.
 */
export class PageLine {
  private readonly rate = new RateLimit({ perSecond: 200, burst: 1000 })
  private alive = true

  constructor(
    private readonly page: WebSocket,
    private readonly api: StudioApi,
  ) {
    page.on('message', (data, isBinary) => void this.receive(data, isBinary))
    page.on('pong', () => (this.alive = true))
    // A broken or oversized frame: ws closes the connection itself.
    page.on('error', () => undefined)
  }

  /**
   * @param text the serialised event, shared by all pages
   */
  sendEvent(type: StudioEvent['type'], text: string): void {
    const waiting = this.page.bufferedAmount
    if (waiting > STUCK_BYTES) return this.end('tooSlow')
    if (waiting > SLOW_BYTES && type === 'metrics') return
    this.send(text)
  }

  /**
   * Sends a heartbeat; disconnects a page that has not answered the last one, as when its machine
   * sleeps.
   */
  heartbeat(): void {
    if (!this.alive) return this.page.terminate()
    this.alive = false
    this.page.ping()
  }

  close(): void {
    this.end('goingAway')
  }

  private async receive(data: RawData, isBinary: boolean): Promise<void> {
    if (!this.rate.take()) return this.end('tooMany')
    if (isBinary) return this.end('notJson')
    const text = String(data)
    if (text.length > MAX_COMMAND_BYTES && !UPLOAD.test(text)) return this.end('tooLarge')
    let call: unknown
    try {
      call = parseJsonGuarded(text, MESSAGE_LIMITS)
    } catch {
      return this.end('notJson')
    }
    const answer = await answerCall(this.api, call)
    if (answer === undefined) return this.end('notOurs')
    this.send(JSON.stringify(answer satisfies ServerMessage))
  }

  private send(text: string): void {
    if (this.page.readyState === this.page.OPEN) this.page.send(text, () => undefined)
  }

  private end(why: keyof typeof closeCodes): void {
    const { page } = this
    if (page.readyState !== page.OPEN) return
    page.close(closeCodes[why], why)
    // A stuck page would not receive the close frame, which is queued behind its data.
    if (page.bufferedAmount > SLOW_BYTES) page.terminate()
  }
}
