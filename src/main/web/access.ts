import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import os from 'node:os'

/*
 * Access checks of the web host. Listening on loopback keeps other machines out; these checks keep
 * out other users of this machine and pages of other sites in this user's browser.
 */

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']
const EVERY_ADDRESS = ['0.0.0.0', '::']

/**
 * The names under which a page may reach a server that listens on `host`. A page elsewhere that
 * resolves its own name to this machine (DNS rebinding) reveals itself by another name.
 */
export function ownNames(host: string): ReadonlySet<string> {
  const addresses = EVERY_ADDRESS.includes(host)
    ? [os.hostname(), ...Object.values(os.networkInterfaces()).flatMap(addressesOf)]
    : [host]
  return new Set([...LOOPBACK, ...addresses.map((name) => bracketed(name).toLowerCase())])
}

const addressesOf = (infos: os.NetworkInterfaceInfo[] | undefined): string[] =>
  (infos ?? []).map(({ address }) => address)

/** As in a URL: IPv6 addresses in brackets. */
export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** Any port is allowed: through a tunnel, the page's port differs from the server's. */
export function isOwnHost(header: string | undefined, names: ReadonlySet<string>): boolean {
  const match = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(header ?? '')
  return match?.[1] !== undefined && names.has(match[1].toLowerCase())
}

/** Whether a request comes from a page of ours, or from the address bar. Sockets must name their origin. */
export function isOwnOrigin(headers: IncomingHttpHeaders, { required }: { required: boolean }) {
  const { origin, host } = headers
  if (origin !== undefined) return origin === `http://${host}`
  if (required) return false
  const site = headers['sec-fetch-site'] ?? 'none'
  const opensPage = headers['sec-fetch-dest'] === 'document'
  return site === 'same-origin' || site === 'none' || opensPage
}

/** Cookies do not tell ports apart, so two studios on one machine need two names. */
export const cookieName = (port: number): string => `gan-studio-${port}`

/**
 * What a browser shows instead of the token once it was let in. It outlives the host, and while
 * that is down another user's program may listen on its port and be shown it: so it lets a
 * browser in at that port alone, and does not give the token away.
 */
export const passOf = (token: string, port: number): string =>
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
