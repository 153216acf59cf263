import fs from 'node:fs/promises'
import { protocol } from 'electron'
import { resolveInside, responseHeaders } from '../studio/static-files'

const SCHEME = 'app'
export const START_URL = `${SCHEME}://studio/index.html`

/** Must run before Electron is ready. */
export function registerAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer, and nothing outside its folder, as app://studio/. */
export function serveRenderer(folder: URL): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url)
    const file = host === 'studio' ? resolveInside(folder, pathname) : undefined
    const body = file === undefined ? undefined : await fs.readFile(file).catch(() => undefined)
    if (file === undefined || body === undefined) return new Response('Not found', { status: 404 })
    return new Response(new Uint8Array(body), { headers: responseHeaders(file) })
  })
}
