import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StudioError } from '../../contract/errors'
import { readGuarded } from '../disk/guarded'
import { MAX_IMAGE_BYTES } from '../disk/limits'
import {
  bracketed,
  cookieName,
  cookieValue,
  isOwnHost,
  isOwnOrigin,
  isToken,
  ownNames,
  cookieValueFor,
} from './access'
import type { HostedStudio } from './hosted-studio'
import { redirectPage } from './redirect-file'
import { findResource, isResourcePath, resourceHeaders } from './resources'
import { attachSockets } from './sockets'
import { commonHeaders, fileHeaders, resolveInside } from './static-files'
import { answerUpload, isUploadPath } from './uploads'
import type { UploadStore } from './uploads'

export interface WebHostOptions {
  studio: HostedStudio
  /** The built renderer. */
  folder: URL
  host: string
  /** 0 = any free port. */
  port: number
  /** The token that a browser must present once to obtain the cookie. */
  token: string
  /** Stores files that pages upload; absent if the host accepts none. */
  uploads?: UploadStore
}

export interface WebHost {
  /** The address to open in a browser, including the token. */
  url: string
  port: number
  /**
   * Returns an address that grants access to one browser, once.
   *
   * @param onUsed called when it has been used
   */
  invite(onUsed: () => void): string
  /** Disconnects every page and frees the port. */
  close(): Promise<void>
}

/**
 * Serves the studio to browsers that have the token.
 *
 * @throws StudioError `usage` if it cannot listen on the address or port
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { host, port, token } = options
  const gate: Gate = { names: ownNames(host), token, cookie: '', pass: '', tickets: new Map() }
  const server = createServer((request, response) => {
    void answer(options, gate, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, host, port)))
    server.listen(port, host, resolve)
  })
  const { port: actual } = server.address() as AddressInfo
  gate.cookie = cookieName(actual)
  gate.pass = cookieValueFor(token, actual)
  const sockets = attachSockets(server, options.studio, (request) => {
    const known = isOwnHost(request.headers.host, gate.names)
    return known && isOwnOrigin(request.headers, { required: true }) && hasCookie(gate, request)
  })
  const root = `http://${bracketed(reachable(host))}:${actual}/`
  return {
    url: `${root}?token=${token}`,
    port: actual,
    invite: (onUsed) => {
      const ticket = randomBytes(24).toString('base64url')
      gate.tickets.set(ticket, onUsed)
      return `${root}?ticket=${ticket}`
    },
    close: () =>
      new Promise((resolve) => {
        sockets.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Gate {
  names: ReadonlySet<string>
  token: string
  /** The cookie's name, which includes the port. */
  cookie: string
  /** The cookie's value. */
  pass: string
  /** Unused tickets, each with a callback for its use. */
  tickets: Map<string, () => void>
}

const reachable = (host: string): string => ({ '0.0.0.0': '127.0.0.1', '::': '::1' })[host] ?? host

const hasCookie = (gate: Gate, { headers }: IncomingMessage): boolean =>
  isToken(cookieValue(headers, gate.cookie), gate.pass)

async function answer(
  { studio, folder, uploads }: WebHostOptions,
  gate: Gate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { headers, method } = request
  if (!isOwnHost(headers.host, gate.names)) return refuse(response, 403, 'unknown host name')
  if (!isOwnOrigin(headers, { required: false }))
    return refuse(response, 403, 'request from another site')
  const url = parseTarget(request.url)
  if (uploads !== undefined && url !== undefined && isUploadPath(url.pathname)) {
    const changes = method !== 'GET' && method !== 'HEAD'
    if (!isOwnOrigin(headers, { required: changes })) return refuse(response, 403, 'no origin')
    if (!hasCookie(gate, request)) return refuse(response, 403, LOCKED)
    return answerUpload(uploads, url.pathname, request, response)
  }
  if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'only GET is allowed')
  if (url === undefined) return refuse(response, 400, 'invalid path')
  if (url.pathname === '/' && isToken(url.searchParams.get('token'), gate.token)) {
    return admit(response, gate)
  }
  if (url.pathname === '/' && useTicket(gate, url.searchParams))
    return admitFromFile(response, gate)
  if (!hasCookie(gate, request)) return refuse(response, 403, LOCKED)
  if (isResourcePath(url.pathname)) return sendResource(studio, url.pathname, request, response)
  await sendFile(folder, url.pathname, headers.host ?? '', response)
}

const LOCKED =
  'GAN Studio: open the complete address that was printed at startup, including the token.\n' +
  'GAN Studio：请使用启动时显示的完整地址（含 token）打开。'

/** Parses a request target without resolving dots; undefined if it is not a path. */
function parseTarget(target = ''): { pathname: string; searchParams: URLSearchParams } | undefined {
  if (!target.startsWith('/')) return undefined
  const [pathname = '', query = ''] = target.split('?', 2)
  return { pathname, searchParams: new URLSearchParams(query) }
}

const passCookie = ({ cookie, pass }: Gate): string =>
  `${cookie}=${pass}; HttpOnly; SameSite=Strict; Path=/`

/**
 * Sets the cookie and redirects, to remove the token from the address bar, history and copied
 * addresses.
 */
function admit(response: ServerResponse, gate: Gate): void {
  response
    .writeHead(303, {
      ...commonHeaders,
      Location: '/',
      'Cache-Control': 'no-store',
      'Set-Cookie': passCookie(gate),
    })
    .end()
}

/** Checks and consumes a ticket. */
function useTicket({ tickets }: Gate, params: URLSearchParams): boolean {
  const ticket = params.get('ticket') ?? ''
  const onUsed = tickets.get(ticket)
  tickets.delete(ticket)
  onUsed?.()
  return onUsed !== undefined
}

/**
 * Like {@link admit}, for a browser that comes from a file. Browsers send a strict cookie only on
 * navigation from our own pages, so this sends a page that redirects instead of a redirect.
 */
function admitFromFile(response: ServerResponse, gate: Gate): void {
  response
    .writeHead(200, {
      ...commonHeaders,
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'",
      'Cache-Control': 'no-store',
      'Set-Cookie': passCookie(gate),
    })
    .end(redirectPage('/'))
}

async function sendResource(
  studio: HostedStudio,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const resource = await findResource(studio, pathname).catch(() => undefined)
  if (resource === undefined) return refuse(response, 404, 'no such resource')
  const headers = resourceHeaders(resource)
  const unchanged = request.headers['if-none-match'] === headers['ETag']
  if (unchanged) return void response.writeHead(304, headers).end()
  response.writeHead(200, { ...headers, 'Content-Length': resource.body.byteLength })
  response.end(resource.body)
}

async function sendFile(
  folder: URL,
  pathname: string,
  host: string,
  response: ServerResponse,
): Promise<void> {
  const file = resolveInside(folder, pathname)
  const body =
    file === undefined
      ? undefined
      : await readGuarded(file, { maxBytes: MAX_IMAGE_BYTES }).catch(() => undefined)
  if (file === undefined || body === undefined) return refuse(response, 404, 'no such file')
  response.writeHead(200, fileHeaders(file, `ws://${host}`)).end(body)
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  const headers = { ...commonHeaders, 'Content-Type': 'text/plain; charset=utf-8' }
  // The rest of the request is not read.
  response.writeHead(status, { ...headers, Connection: 'close' }).end(`${reason}\n`)
}

function cannotListen(error: Error, host: string, port: number): StudioError {
  const code = 'code' in error ? error.code : undefined
  const portTaken = code === 'EADDRINUSE'
  return new StudioError('usage', `cannot listen on ${host}:${port}: ${error.message}`, {
    where: portTaken ? '--port' : '--host',
    remedy: portTaken
      ? 'Another program is using this port. Choose another, or --port 0 for any free one.'
      : 'Omit --host to serve this machine only.',
    cause: error,
  })
}
