import http from 'node:http'
import { expect, test } from '../../fixtures'

interface RequestOptions {
  path?: string
  headers?: Record<string, string>
}

/** Sends a request with arbitrary headers, as another program could. @returns the status */
function send(origin: string, { path = '/', headers = {} }: RequestOptions): Promise<number> {
  const { hostname, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const request = http.get({ hostname, port, path, headers, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    // An accepted upgrade has no response; it counts as status 101.
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

test('requests without the token, or with another host or origin, are refused', async ({
  studio,
}) => {
  const { origin } = new URL(studio.page.url())
  const [cookie] = await studio.page.context().cookies()
  const own = { cookie: `${cookie?.name}=${cookie?.value}` }
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  expect(await send(origin, { headers: own })).toBe(200)
  const refused: RequestOptions[] = [
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
  for (const options of refused) {
    expect(await send(origin, options), JSON.stringify(options)).toBe(403)
  }
})

test('sockets without the cookie, or with another origin, are refused', async ({ studio }) => {
  const { origin } = new URL(studio.page.url())
  const [cookie] = await studio.page.context().cookies()
  const own = { ...upgrade, origin, cookie: `${cookie?.name}=${cookie?.value}` }
  const { cookie: _cookie, ...bare } = own
  const { origin: _origin, ...anonymous } = own
  expect(await send(origin, { path: '/studio', headers: own })).toBe(101)
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
    expect(await send(origin, { path: '/studio', headers }), JSON.stringify(headers)).toBe(403)
  }
})
