import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import os from 'node:os'

/*
 * Access checks of the web host. Listening on loopback keeps out other machines; these checks keep
 * out other users of this machine and other sites in this user's browser.
 */

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']
const EVERY_ADDRESS = ['0.0.0.0', '::']

/**
 * The names by which a page may address a server that listens on `host`. Any other name indicates
 * DNS rebinding: a foreign site whose name resolves to this machine.
 */
export function ownNames(host: string): ReadonlySet<string> {
  const addresses = EVERY_ADDRESS.includes(host)
    ? [os.hostname(), ...Object.values(os.networkInterfaces()).flatMap(addressesOf)]
    : [host]
  return new Set([...LOOPBACK, ...addresses.map((name) => bracketed(name).toLowerCase())])
}

const addressesOf = (infos: os.NetworkInterfaceInfo[] | undefined): string[] =>
  (infos ?? []).map(({ address }) => address)

/** Puts IPv6 addresses in brackets, as in a URL. */
export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/**
 * Checks a Host header against `names`. Any port is allowed: behind a tunnel, the page's port
 * differs from the server's.
 */
export function isOwnHost(header: string | undefined, names: ReadonlySet<string>): boolean {
  const match = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(header ?? '')
  return match?.[1] !== undefined && names.has(match[1].toLowerCase())
}

/**
 * Returns true if a request comes from one of our pages or the address bar. Sockets must have an
 * origin.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, { required }: { required: boolean }) {
  const { origin, host } = headers
  if (origin !== undefined) return origin === `http://${host}`
  if (required) return false
  const site = headers['sec-fetch-site'] ?? 'none'
  const opensPage = headers['sec-fetch-dest'] === 'document'
  return site === 'same-origin' || site === 'none' || opensPage
}

/** The cookie's name. It includes the port, because browsers share cookies between ports. */
export const cookieName = (port: number): string => `gan-studio-${port}`

/**
 * The cookie's value, which grants access instead of the token. While the host is down, another
 * user's program may listen on its port and receive the cookie; so the value is valid for that port
 * only and does not reveal the token.
 */
export const cookieValueFor = (token: string, port: number): string =>
  createHmac('sha256', token).update(`pass ${port}`).digest('base64url')

export function cookieValue(headers: IncomingHttpHeaders, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** Compares in constant time. */
export function isToken(given: string | null | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}
