import { createHash } from 'node:crypto'
import type { HostedStudio, Resource } from './hosted-studio'
import { commonHeaders, decodePath } from './static-files'

const PREFIX = '/resources/'

/** Returns true for paths of images and archives made by a run or by generating. */
export const isResourcePath = (pathname: string): boolean => pathname.startsWith(PREFIX)

export async function findResource(
  studio: HostedStudio,
  pathname: string,
): Promise<Resource | undefined> {
  const path = decodePath(pathname.slice(PREFIX.length))
  return path === undefined || path === '' ? undefined : studio.resource(path)
}

export function resourceHeaders({ type, body, fileName }: Resource): Record<string, string> {
  return {
    ...commonHeaders,
    'Content-Type': type,
    // Browsers must never treat a resource as a page, whatever its type.
    'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'Cache-Control': 'private, no-cache',
    ETag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    ...(fileName === undefined ? {} : { 'Content-Disposition': attachment(fileName) }),
  }
}

/** RFC 6266: an ASCII name for all browsers, and the real one in UTF-8. */
function attachment(fileName: string): string {
  const plain = fileName.replaceAll(/[^\w .()-]/g, '_')
  const exact = encodeURIComponent(fileName).replaceAll(/['()*]/g, percent)
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`
}

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`
