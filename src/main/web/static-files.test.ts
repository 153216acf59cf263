import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fileHeaders, resolveInside } from './static-files'

const folder = pathToFileURL(`${path.resolve('some/renderer')}/`)

describe('resolveInside', () => {
  it.each(['/', '/index.html', '/assets/index-1.js'])('finds %s in the folder', (request) => {
    expect(resolveInside(folder, request)).toContain(path.join('some', 'renderer'))
  })

  it.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/assets/../../secret.js',
    '/index.html%00.png',
    '/%E0%A4%A',
    '/.env',
    '/server.key',
  ])('rejects %s', (request) => {
    expect(resolveInside(folder, request)).toBeUndefined()
  })

  it('lets a page run only its own scripts', () => {
    const policy = fileHeaders('/x/index.html')['Content-Security-Policy']
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
  })
})
