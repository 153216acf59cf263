import { timingSafeEqual } from 'node:crypto'
import fs from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolveInside, responseHeaders } from './static-files'

export interface WebServerOptions {
  folder: URL
  /** 0 takes a free one. */
  port: number
  /** Whoever opens the page must show it once; a cookie remembers. */
  token: string
}

/**
 * Serves the renderer on loopback only, to those who have the token.
 *
 * @returns the address to open, token included
 */
export async function startWebServer({ folder, port, token }: WebServerOptions): Promise<string> {
  let own: string[] = []
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    // A page elsewhere that resolves its own name to this machine must get nothing.
    if (!own.includes(request.headers.host ?? '')) return refuse(response, 403)
    const shown = url.searchParams.get('token')
    if (!same(shown ?? cookieToken(request), token)) return refuse(response, 403)
    const file = request.method === 'GET' ? resolveInside(folder, url.pathname) : undefined
    const body = file === undefined ? undefined : await fs.readFile(file).catch(() => undefined)
    if (file === undefined || body === undefined) return refuse(response, 404)
    if (shown !== null) {
      response.setHeader('Set-Cookie', `token=${token}; HttpOnly; SameSite=Strict; Path=/`)
    }
    response.writeHead(200, responseHeaders(file)).end(body)
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const { port: actual } = server.address() as AddressInfo
  own = [`127.0.0.1:${actual}`, `localhost:${actual}`]
  return `http://127.0.0.1:${actual}/?token=${token}`
}

const refuse = (response: ServerResponse, status: number): void =>
  void response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${status}`)

const cookieToken = (request: IncomingMessage): string | undefined =>
  /(?:^|;\s*)token=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]

function same(given: string | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
