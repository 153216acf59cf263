import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { startWebServer } from './web-server'

let address: URL

beforeAll(async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-web-'))
  fs.writeFileSync(path.join(folder, 'index.html'), 'hello')
  const server = { folder: pathToFileURL(`${folder}/`), port: 0, token: 'secret-token' }
  address = new URL(await startWebServer(server))
})

function get(target: string, headers: Record<string, string> = {}): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: address.port, path: target, headers }
    http.get(options, resolve).on('error', reject)
  })
}

describe('the web server', () => {
  it('gives the page to whoever shows the token, and a cookie to come back with', async () => {
    const first = await get('/?token=secret-token')
    expect(first.statusCode).toBe(200)
    const cookie = first.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Strict')
    const again = await get('/index.html', { cookie: cookie.split(';')[0] ?? '' })
    expect(again.statusCode).toBe(200)
  })

  it.each([
    ['no token', '/', {}],
    ['a wrong token', '/?token=secret-tokem', {}],
    ['a wrong cookie', '/', { cookie: 'token=nope' }],
    ['another host name', '/?token=secret-token', { host: 'evil.example' }],
  ])('refuses %s', async (_, target, headers) => {
    expect((await get(target, headers)).statusCode).toBe(403)
  })

  it('gives nothing outside its folder', async () => {
    expect((await get('/..%2f..%2fetc/passwd?token=secret-token')).statusCode).toBe(404)
  })

  it('listens on this machine only', () => {
    expect(address.hostname).toBe('127.0.0.1')
  })
})
