/* The only origin that the window shows, and the checks for its pages. Independent of Electron. */

export const SCHEME = 'app'
const HOST = 'studio'
export const START_URL = `${SCHEME}://${HOST}/index.html`

/** Parses an address; undefined if it is none. */
function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}

/** Whether an address is of app://studio. Node gives custom schemes no origin to compare. */
export function isStudioUrl(address: string): boolean {
  const url = parse(address)
  return url?.protocol === `${SCHEME}:` && url.host === HOST && url.username === ''
}

/** Whether an address may be saved: a resource of ours, or data that our page made itself. */
export function isOwnDownload(address: string): boolean {
  const url = parse(address)
  if (url?.protocol === 'blob:') return isStudioUrl(url.pathname)
  return url !== undefined && isStudioUrl(address) && url.pathname.startsWith('/resources/')
}

/** The parts of a frame that identify it. */
export interface Frame {
  readonly url: string
  readonly parent: unknown
}

/** Whether a message comes from our page itself, not from a frame inside it or another page. */
export const isStudioPage = (frame: Frame | null): boolean =>
  frame !== null && frame.parent === null && isStudioUrl(frame.url)

/** The page's address of a screen: routes live behind the hash. */
export const screenUrl = (hash: string): string => `${START_URL}${hash}`
