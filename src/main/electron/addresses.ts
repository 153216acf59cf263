/* The only origin that the window shows, and the checks for its pages. Independent of Electron. */

export const SCHEME = 'app'
const HOST = 'studio'
export const START_URL = `${SCHEME}://${HOST}/index.html`

/** Parses an address; undefined if invalid. */
function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined
}

/** Returns true for addresses of app://studio. Node gives custom schemes no origin to compare. */
export function isStudioUrl(address: string): boolean {
  const url = parse(address)
  return url?.protocol === `${SCHEME}:` && url.host === HOST && url.username === ''
}

/** Returns true if an address may be downloaded: one of our resources, or data made by our page. */
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

/** Returns true for our own top-level page, false for a frame inside it or any other page. */
export const isStudioPage = (frame: Frame | null): boolean =>
  frame !== null && frame.parent === null && isStudioUrl(frame.url)

/** The address of a screen; routes are in the hash. */
export const screenUrl = (hash: string): string => `${START_URL}${hash}`
