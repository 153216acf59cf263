import { protocol } from 'electron'
import type { HostedStudio } from '../web/hosted-studio'
import { readGuarded } from '../disk/guarded'
import { MAX_IMAGE_BYTES } from '../disk/limits'
import { findResource, isResourcePath, resourceHeaders } from '../web/resources'
import { fileHeaders, resolveInside } from '../web/static-files'
import { isStudioUrl, SCHEME } from './addresses'

/** Must run before Electron is ready. */
export function registerAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer and the studio's resources as app://studio/, and nothing else. */
export function serveAppProtocol(folder: URL, studio: HostedStudio): void {
  protocol.handle(SCHEME, (request) => answer(request, folder, studio))
}

async function answer(request: Request, folder: URL, studio: HostedStudio): Promise<Response> {
  if (!isStudioUrl(request.url)) return refusal(404)
  if (request.method !== 'GET') return refusal(405)
  const { pathname } = new URL(request.url)
  if (isResourcePath(pathname)) {
    const resource = await findResource(studio, pathname).catch(() => undefined)
    if (resource === undefined) return refusal(404)
    return new Response(new Uint8Array(resource.body), { headers: resourceHeaders(resource) })
  }
  const file = resolveInside(folder, pathname)
  const body =
    file === undefined
      ? undefined
      : await readGuarded(file, { maxBytes: MAX_IMAGE_BYTES }).catch(() => undefined)
  if (file === undefined || body === undefined) return refusal(404)
  return new Response(new Uint8Array(body), { headers: fileHeaders(file) })
}

const refusal = (status: number): Response => new Response(`${status}`, { status })
