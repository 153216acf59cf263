import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { NumberedEvent } from '../../contract/events'
import type { HostedStudio } from './hosted-studio'
import { MAX_MESSAGE_BYTES, PageLine } from './page-line'

const PATH = '/studio'
const MAX_PAGES = 64
const HEARTBEAT_MS = 15_000

export interface Sockets {
  close(): void
}

/**
 * Accepts the pages' connections to the studio and sends every event to every page.
 *
 * @param admits returns true if a request may open a connection
 */
export function attachSockets(
  server: Server,
  studio: HostedStudio,
  admits: (request: IncomingMessage) => boolean,
): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  const lines = new Set<PageLine>()
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if ((request.url ?? '').split('?')[0] !== PATH) return refuse(socket, '404 Not Found')
    if (!admits(request)) return refuse(socket, '403 Forbidden')
    if (lines.size >= MAX_PAGES) return refuse(socket, '503 Service Unavailable')
    sockets.handleUpgrade(request, socket, head, (page) => {
      const line = new PageLine(page, studio.api)
      lines.add(line)
      unsubscribe ??= studio.subscribe(send)
      page.on('close', () => {
        lines.delete(line)
        if (lines.size === 0) leave()
      })
    })
  })
  const send = (numbered: NumberedEvent): void => {
    const text = JSON.stringify({ kind: 'event', numbered })
    for (const line of lines) line.sendEvent(numbered.event.type, text)
  }
  // Only while there are pages: the studio does less while nobody listens.
  let unsubscribe: (() => void) | undefined
  const leave = (): void => {
    unsubscribe?.()
    unsubscribe = undefined
  }
  const heartbeat = setInterval(() => lines.forEach((line) => line.heartbeat()), HEARTBEAT_MS)
  return {
    close: () => {
      leave()
      clearInterval(heartbeat)
      for (const line of lines) line.close()
      sockets.close()
    },
  }
}

/**
 * Answers and closes the connection. Ending it is not enough: it would stay open until the client
 * closes its half.
 */
const refuse = (socket: Duplex, status: string): void =>
  void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  )
