import path from 'node:path'
import { fileURLToPath } from 'node:url'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
}

/**
 * The content security policy of every page: only its own scripts, styles and images, and a
 * connection to its host.
 *
 * @param socketOrigin the WebSocket origin of that connection, which not every browser treats as
 *   'self'
 */
const contentSecurityPolicy = (socketOrigin = ''): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "worker-src 'self'",
    `connect-src 'self' ${socketOrigin}`.trim(),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Decodes a path; undefined if it is malformed or could lead out of a folder. */
export function decodePath(pathname: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  const segments = decoded.split(/[/\\]/)
  return decoded.includes('\0') || segments.includes('..') ? undefined : decoded
}

/** The file for a request path; undefined if it is outside the folder or of an unknown type. */
export function resolveInside(folder: URL, pathname: string): string | undefined {
  const root = path.resolve(fileURLToPath(folder))
  const decoded = decodePath(pathname)
  if (decoded === undefined) return undefined
  const file = path.resolve(root, `.${decoded === '/' ? '/index.html' : decoded}`)
  const known = Object.hasOwn(types, path.extname(file))
  return known && file.startsWith(root + path.sep) ? file : undefined
}

/** The headers of every response. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/**
 * Headers of a file of the built renderer. Those in assets/ have content hashes in their names and
 * never change.
 */
export function fileHeaders(file: string, socketOrigin?: string): Record<string, string> {
  const hashed = path.basename(path.dirname(file)) === 'assets'
  return {
    ...commonHeaders,
    'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': contentSecurityPolicy(socketOrigin),
    'Cache-Control': hashed ? 'private, max-age=31536000, immutable' : 'no-cache',
  }
}
