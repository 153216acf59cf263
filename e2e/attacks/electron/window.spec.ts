import { expect, test } from '../../fixtures'
import { isAlive } from '../in-page'

/* Attacks by a script in the page on the application. */

const navigations = [
  ['another site', `location.href = 'https://evil.example/'`],
  ['another page of its own origin', `location.href = '/assets/'`],
] as const

for (const [where, script] of navigations) {
  test(`the page cannot navigate to ${where}`, async ({ studio }) => {
    const { app, page } = studio
    const before = page.url()
    const navigation = await app.evaluateHandle(({ webContents }) => ({
      prevented: new Promise<boolean>((resolve) => {
        const [contents] = webContents.getAllWebContents()
        // The application's handler was registered first.
        contents?.once('will-frame-navigate', (event) => resolve(event.defaultPrevented))
      }),
    }))
    await page.evaluate(`void (${script})`)
    expect(await navigation.evaluate(({ prevented }) => prevented)).toBe(true)
    expect(page.url()).toBe(before)
    expect(await isAlive(page)).toBe(true)
  })
}

test('the page cannot open a window', async ({ shared: studio }) => {
  const { app, page } = studio
  expect(await page.evaluate(`window.open('https://evil.example/')`)).toBeNull()
  expect(await page.evaluate(`window.open('/index.html', '_blank')`)).toBeNull()
  expect(await isAlive(page)).toBe(true)
  const windows = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
  expect(windows).toBe(1)
})

test('the page has no Node, and only three functions of Electron', async ({ shared: studio }) => {
  const globals = await studio.page.evaluate(`({
    node: [typeof require, typeof process, typeof Buffer],
    bridge: Object.keys(window.studioBridge).sort(),
    frozen: Object.isFrozen(window.studioBridge),
  })`)
  const node = ['undefined', 'undefined', 'undefined']
  expect(globals).toEqual({ node, bridge: ['onMessage', 'pathOf', 'send'], frozen: true })
})

test('downloads from other origins are refused', async ({ shared: studio }) => {
  const refused = await studio.app.evaluate(({ session }) => {
    const prevented = (address: string): boolean => {
      let denied = false
      const event = { preventDefault: () => (denied = true) }
      const item = {
        getURL: () => address,
        getFilename: () => 'x',
        setSaveDialogOptions: () => undefined,
      }
      session.defaultSession.emit('will-download', event, item)
      return denied
    }
    return [
      'https://evil.example/x.zip',
      'data:text/plain,x',
      'blob:https://evil.example/1',
      'app://studio/resources/generated/a/images.zip',
    ].map(prevented)
  })
  expect(refused).toEqual([true, true, true, false])
})
