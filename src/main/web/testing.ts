import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import WebSocket from 'ws'
import type { CommandName, StudioApi } from '../../contract/api'
import { commands } from '../../contract/api'
import { StudioError } from '../../contract/errors'
import type { NumberedEvent } from '../../contract/events'
import type { HostedStudio, Resource } from './hosted-studio'
import { cookieValueFor } from './access'
import { startWebHost } from './server'
import type { WebHost } from './server'
import type { UploadStore } from './uploads'

/* A fake studio behind a real web host, for tests of the host. */

export const TOKEN = 'secret-token'

export class FakeHostedStudio implements HostedStudio {
  readonly called: CommandName[] = []
  readonly resources = new Map<string, Resource>()
  private readonly handlers = new Set<(numbered: NumberedEvent) => void>()
  private sequence = 0

  /** Records every command; commands without an answer from the test fail. */
  readonly api = Object.fromEntries(
    Object.keys(commands).map((name) => [
      name,
      (request: unknown) => {
        this.called.push(name as CommandName)
        return this.answer(name as CommandName, request)
      },
    ]),
  ) as unknown as StudioApi

  answer: (command: CommandName, request: unknown) => Promise<unknown> = (command) =>
    Promise.reject(new StudioError('usage', `no answer to ${command}`))

  get pages(): number {
    return this.handlers.size
  }

  subscribe(handle: (numbered: NumberedEvent) => void): () => void {
    this.handlers.add(handle)
    return () => void this.handlers.delete(handle)
  }

  publish(event: NumberedEvent['event']): void {
    this.sequence++
    for (const handle of this.handlers) handle({ sequence: this.sequence, event })
  }

  resource(name: string): Promise<Resource | undefined> {
    return Promise.resolve(this.resources.get(name))
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

export interface Served {
  studio: FakeHostedStudio
  url: URL
  invite: WebHost['invite']
  /** A Cookie header that grants access. */
  cookie: string
  get(target: string, headers?: Record<string, string>, method?: string): Promise<Answer>
  /** Sends a body from one of our pages, with the cookie. */
  send(
    method: string,
    target: string,
    body: Sent,
    headers?: Record<string, string>,
  ): Promise<Answer>
  /** Opens a page's connection; rejects with the HTTP status if refused. */
  connect(headers?: Record<string, string>, target?: string): Promise<WebSocket>
  close(): Promise<void>
}

/** The body of a request, or a function that writes and ends it. */
type Sent = string | Buffer | ((request: http.ClientRequest) => void)

interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

export async function serveFake(uploads?: UploadStore): Promise<Served> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-web-'))
  fs.mkdirSync(path.join(folder, 'renderer/assets'), { recursive: true })
  fs.writeFileSync(path.join(folder, 'renderer/index.html'), 'the page')
  fs.writeFileSync(path.join(folder, 'renderer/assets/index-1.js'), 'the script')
  fs.writeFileSync(path.join(folder, 'secret.html'), 'not for pages')
  const studio = new FakeHostedStudio()
  const host = await startWebHost({
    studio,
    folder: pathToFileURL(path.join(folder, 'renderer/')),
    host: '127.0.0.1',
    port: 0,
    token: TOKEN,
    ...(uploads && { uploads }),
  })
  const url = new URL(host.url)
  const cookie = `gan-studio-${url.port}=${cookieValueFor(TOKEN, host.port)}`
  return {
    studio,
    url,
    invite: host.invite,
    cookie,
    get: (target, headers = {}, method = 'GET') => request(url, target, headers, method),
    send: (method, target, body, headers = {}) =>
      request(url, target, { cookie, origin: url.origin, ...headers }, method, body),
    connect: (headers = { cookie, origin: url.origin }, target = '/studio') =>
      connect(new URL(target, url), headers),
    close: async () => {
      await host.close()
      fs.rmSync(folder, { recursive: true })
    },
  }
}

function request(
  { port }: URL,
  target: string,
  headers: Record<string, string>,
  method: string,
  body?: Sent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: target, headers, method, agent: false }
    const sent = http.request(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      )
    })
    sent.on('error', reject)
    if (typeof body === 'function') body(sent)
    else sent.end(body)
  })
}

function connect(url: URL, headers: Record<string, string>): Promise<WebSocket> {
  const address = `ws://${url.host}${url.pathname}`
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers })
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_, response) => reject(new Error(`${response.statusCode}`)))
    socket.on('error', reject)
  })
}
