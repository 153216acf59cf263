import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '../../fixtures'

/** Serves a page on another port of this machine. */
async function serveEvilPage(): Promise<{ url: string; close(): void }> {
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>evil</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() }
}

test('a page of another site in the same browser gets no data', async ({ studio }) => {
  const { origin, host } = new URL(studio.page.url())
  const evil = await serveEvilPage()
  const page = await studio.page.context().newPage()
  await page.goto(evil.url)
  const got = await page.evaluate(`(async () => {
    const socket = await new Promise((resolve) => {
      const opened = new WebSocket('ws://${host}/studio')
      opened.onopen = () => resolve('open')
      opened.onerror = () => resolve('refused')
    })
    const text = await fetch('${origin}/', { credentials: 'include' }).then(
      (answer) => answer.text(),
      () => 'refused',
    )
    const script = await new Promise((resolve) => {
      const loaded = document.createElement('script')
      loaded.src = '${origin}/index.html'
      loaded.onload = () => resolve('loaded')
      loaded.onerror = () => resolve('refused')
      document.body.append(loaded)
    })
    return { socket, text, script }
  })()`)
  expect(got).toEqual({ socket: 'refused', text: 'refused', script: 'refused' })
  evil.close()
})

test('a page of another site cannot frame the studio', async ({ studio }) => {
  const { origin } = new URL(studio.page.url())
  const evil = await serveEvilPage()
  const page = await studio.page.context().newPage()
  await page.goto(evil.url)
  const answered = page.waitForResponse(`${origin}/`)
  await page.evaluate(`(() => {
    const frame = document.createElement('iframe')
    frame.src = '${origin}/'
    document.body.append(frame)
  })()`)
  expect((await answered).status()).toBe(403)
  await page.close()
  evil.close()
})
