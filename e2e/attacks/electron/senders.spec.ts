import path from 'node:path'
import { expect, test } from '../../fixtures'
import { ROOT } from '../../hosts/electron-binary'
import { isAlive, sendRaw } from '../in-page'

test('calls from another window with the same preload and page are refused', async ({ studio }) => {
  const { app, page } = studio
  const opening = app.waitForEvent('window')
  await app.evaluate(
    ({ BrowserWindow }, preload) => {
      const [own] = BrowserWindow.getAllWindows()
      if (own === undefined) throw new Error('there is no window')
      const other = new BrowserWindow({ webPreferences: { preload, sandbox: true } })
      void other.loadURL(own.webContents.getURL())
    },
    path.join(ROOT, 'out/preload/index.cjs'),
  )
  const other = await opening
  await other.waitForFunction('window.studioBridge !== undefined')
  const call = { id: 77, command: 'runs.list', body: {} }
  const answer = await sendRaw(other, call, call.id)
  expect(answer).toMatchObject({ kind: 'error', error: { code: 'internal' } })
  expect(JSON.stringify(answer)).toContain('only the page of the studio')
  expect(await isAlive(page)).toBe(true)
})

test('a frame in the page has no bridge to the host', async ({ shared: studio }) => {
  const inside = await studio.page.evaluate(`(() => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    return typeof frame.contentWindow.studioBridge
  })()`)
  expect(inside).toBe('undefined')
})
