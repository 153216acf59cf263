import http from 'node:http'
import { expect, test } from '../../fixtures'

interface Asked {
  path?: string
  headers?: Record<string, string>
}

/** Asks the server directly, as a program on this machine or a lying browser could. */
function ask(origin: string, { path = '/', headers = {} }: Asked): Promise<number> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const request = http.get({ hostname, port, path, headers, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    // A socket that was granted ends up here, and is no answer in the tests below.
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve(101)
    })
    request.on('error', reject)
  })
}

const upgrade = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

test('requests without the token, or to another name, get nothing', async ({ studio }) => {
  const { origin } = new URL(studio.page.url())
  const [cookie] = await studio.page.context().cookies()
  const own = { cookie: `${cookie?.name}=${cookie?.value}` }
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  expect(await ask(origin, { headers: own })).toBe(200)
  const refused: Asked[] = [
    {},
    { path: '/?token=' },
    { path: `/?token=${'A'.repeat(32)}` },
    { headers: { cookie: `${cookie?.name}=${'A'.repeat(32)}` } },
    { headers: { cookie: `other=${cookie?.value}` } },
    { headers: { ...own, host: 'evil.example' } },
    { headers: { ...own, host: `evil.example:${new URL(origin).port}` } },
    { headers: { ...own, origin: 'http://evil.example' } },
    { headers: { ...own, origin: 'null' } },
  ]
  for (const asked of refused) expect(await ask(origin, asked), JSON.stringify(asked)).toBe(403)
})

test('sockets without the cookie, or of another origin, are not opened', async ({ studio }) => {
  const { origin } = new URL(studio.page.url())
  const [cookie] = await studio.page.context().cookies()
  const own = { ...upgrade, origin, cookie: `${cookie?.name}=${cookie?.value}` }
  const { cookie: _cookie, ...bare } = own
  const { origin: _origin, ...anonymous } = own
  expect(await ask(origin, { path: '/studio', headers: own })).toBe(101)
  const refused = [
    bare,
    anonymous,
    { ...own, cookie: `${cookie?.name}=wrong` },
    { ...own, origin: 'http://evil.example' },
    { ...own, origin: 'http://127.0.0.1:1' },
    { ...own, origin: 'null' },
    { ...own, host: 'evil.example', origin: 'http://evil.example' },
  ]
  for (const headers of refused) {
    expect(await ask(origin, { path: '/studio', headers }), JSON.stringify(headers)).toBe(403)
  }
})
