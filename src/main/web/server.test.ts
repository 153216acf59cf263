import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cookieName, cookieValueFor } from './access'
import { startWebHost } from './server'
import { FakeHostedStudio, serveFake, TOKEN } from './testing'
import type { Served } from './testing'

let served: Served
beforeAll(async () => {
  served = await serveFake()
})
afterAll(() => served.close())

const authorised = (headers: Record<string, string> = {}) => ({ cookie: served.cookie, ...headers })

describe('access', () => {
  it('exchanges the token for a cookie', async () => {
    const first = await served.get(`/?token=${TOKEN}`)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    const given = first.headers['set-cookie']?.[0] ?? ''
    expect(given).toContain('HttpOnly')
    expect(given).toContain('SameSite=Strict')
    expect(given).not.toContain(TOKEN)
    const cookie = given.split(';')[0] ?? ''
    const page = await served.get('/', { cookie })
    expect([page.status, page.body]).toEqual([200, 'the page'])
  })

  it.each([
    ['no token', '/', {}],
    ['a wrong token', '/?token=secret-tokem', {}],
    ['the beginning of the token', '/?token=secret', {}],
    ['the token beside another', '/?token=x&token=secret-token', {}],
    ['the token at another path', '/index.html?token=secret-token', {}],
    ['a wrong cookie', '/', { cookie: 'gan-studio=nope' }],
    ['another host name', '/?token=secret-token', { host: 'evil.example' }],
    ['another origin', '/?token=secret-token', { origin: 'http://evil.example' }],
  ])('is denied for %s', async (_, target, headers) => {
    const answer = await served.get(target, headers)
    expect(answer.status).toBe(403)
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('is denied for another host name even with the cookie', async () => {
    expect((await served.get('/', authorised({ host: 'evil.example' }))).status).toBe(403)
  })

  it('is denied for the token as a cookie, and for the cookie of another port', async () => {
    const name = cookieName(Number(served.url.port))
    for (const value of [TOKEN, cookieValueFor(TOKEN, Number(served.url.port) + 1)]) {
      expect((await served.get('/', { cookie: `${name}=${value}` })).status).toBe(403)
    }
  })

  it('accepts each ticket once, and answers with a page that links on', async () => {
    let used = 0
    const invitation = new URL(served.invite(() => (used += 1)))
    const { pathname, search } = invitation
    expect((await served.get(`/index.html${search}`)).status).toBe(403)
    expect((await served.get(`${pathname}?ticket=`)).status).toBe(403)
    expect(used).toBe(0)
    // A page opened from a file sends no origin.
    const first = await served.get(`${pathname}${search}`, { 'sec-fetch-dest': 'document' })
    expect([first.status, used]).toEqual([200, 1])
    expect(first.body).toContain('url=/"')
    expect(first.headers['cache-control']).toBe('no-store')
    const cookie = String(first.headers['set-cookie']?.[0]).split(';')[0] ?? ''
    expect((await served.get('/', { cookie })).body).toBe('the page')
    expect((await served.get(`${pathname}${search}`)).status).toBe(403)
    expect(used).toBe(1)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('rejects %s', async (method) => {
    expect((await served.get('/', authorised(), method)).status).toBe(405)
  })

  it('listens on this machine only', () => {
    expect(served.url.hostname).toBe('127.0.0.1')
  })

  it('says which option to change when the port is taken', async () => {
    const port = Number(served.url.port)
    const folder = new URL('file:///nowhere/')
    const studio = new FakeHostedStudio()
    const second = { studio, folder, host: '127.0.0.1', port, token: TOKEN }
    await expect(startWebHost(second)).rejects.toMatchObject({ code: 'usage', where: '--port' })
    // Nothing remains that would keep the process alive.
    expect(studio.pages).toBe(0)
  })
})

describe('the page', () => {
  it('may only run its own scripts', async () => {
    const { headers } = await served.get('/', authorised())
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${served.url.port}`)
    expect(policy).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it.each([
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/..%5csecret.html',
    '/assets/../../secret.html',
    '//secret.html',
    '/assets/%00.html',
    '/%E0%A4%A',
    '/nothing.html',
  ])('does not lead to %s', async (target) => {
    const { status, body } = await served.get(target, authorised())
    expect(status).toBe(404)
    expect(body).not.toContain('not for pages')
  })
})

describe('a resource', () => {
  beforeAll(() => {
    const body = Buffer.from('bytes')
    served.studio.resources.set('runs/a/samples/1.png', { type: 'image/png', body })
    const fileName = 'Ziffern "für" 数字.zip'
    served.studio.resources.set('generated/b/images.zip', {
      type: 'application/zip',
      body,
      fileName,
    })
    served.studio.resources.set('../secret', { type: 'text/plain', body })
    served.studio.resources.set('x/../../secret', { type: 'text/plain', body })
  })

  it('is sent with its type, and not resent if unchanged', async () => {
    const first = await served.get('/resources/runs/a/samples/1.png', authorised())
    expect([first.status, first.body]).toEqual([200, 'bytes'])
    expect(first.headers['content-type']).toBe('image/png')
    expect(first.headers['content-disposition']).toBeUndefined()
    const etag = { 'if-none-match': String(first.headers.etag) }
    expect((await served.get('/resources/runs/a/samples/1.png', authorised(etag))).status).toBe(304)
  })

  it('for download has its file name in the header, whatever characters it contains', async () => {
    const { headers } = await served.get('/resources/generated/b/images.zip', authorised())
    const disposition = String(headers['content-disposition'])
    expect(disposition).toMatch(/^attachment; filename="[\w .()-]+"; filename\*=UTF-8''[\w.%~!-]+$/)
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe('Ziffern "für" 数字.zip')
  })

  it('requires the cookie', async () => {
    expect((await served.get('/resources/runs/a/samples/1.png')).status).toBe(403)
  })

  it.each(['..%2fsecret', '../secret', 'x/..%2f..%2fsecret', '%00', '', 'unknown'])(
    'is not found at %s',
    async (path) => {
      expect((await served.get(`/resources/${path}`, authorised())).status).toBe(404)
    },
  )
})
