import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { fakeBrowser } from '../../test/support/fake-browser'
import { expect, test } from '../fixtures'
import { untilAllEnded } from '../hosts/processes'
import { serveStudio } from '../hosts/web'

test.skip(process.platform === 'win32', 'the browser is replaced by a script')

test('the file given to the browser opens the studio without showing the token, and is deleted', async ({
  chromiumBrowser,
}) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-e2e-opening-'))
  const data = path.join(folder, 'data')
  const { env, notes } = fakeBrowser(folder)
  const served = await serveStudio(data, ['--port', '0'], env)
  await expect.poll(() => fs.existsSync(notes)).toBe(true)
  const file = fs.readFileSync(notes, 'utf8').trim()

  const context = await chromiumBrowser.newContext()
  const page = await context.newPage()
  const requested: string[] = []
  page.on('request', (request) => requested.push(request.url()))
  await page.goto(pathToFileURL(file).href)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  expect(requested.join('\n')).not.toContain('token=')
  expect(fs.existsSync(file)).toBe(false)
  // The cookie lets the page load again.
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  await context.close()
  await served.end('SIGTERM')
  await untilAllEnded(data)
  fs.rmSync(folder, { recursive: true, force: true })
})
