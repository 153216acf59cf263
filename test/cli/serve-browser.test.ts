import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { fakeBrowser } from '../support/fake-browser'
import { startGroup, lineWith } from '../support/process-group'
import { temporaryFolder } from '../support/studio'

const ADDRESS = /url=([^"]+)"/

/** Starts `serve` with a stand-in for the browser, and waits until it is opened. */
async function served() {
  const folder = temporaryFolder()
  const { env, notes } = fakeBrowser(folder)
  const group = startGroup(path.join(folder, 'data'), ['serve', '--port', '0'], env)
  const line = await lineWith(group.host.stdout, '"event":"serving"')
  const token = /token=([\w-]+)/.exec(line)?.[1] ?? ''
  await expect.poll(() => fs.existsSync(notes), { timeout: 30_000 }).toBe(true)
  const opened = fs.readFileSync(notes, 'utf8').trimEnd().split('\n')
  return { folder, group, token, opened, file: opened.at(-1) ?? '' }
}

const leftovers = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('gan-studio-open-'))

describe.skipIf(process.platform === 'win32')('the browser that serve opens', () => {
  it('receives the path of a file that only its owner may read, and no secret', async () => {
    const { token, opened, file } = await served()
    expect(token).toMatch(/^[\w-]{16,}$/)
    expect(opened).toHaveLength(1)
    expect(opened.join(' ')).not.toContain(token)
    expect(opened.join(' ')).not.toMatch(/http|ticket/)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    expect(fs.statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
    expect(fs.readFileSync(file, 'utf8')).not.toContain(token)
  })

  it('is admitted once by that file, which is then deleted', async () => {
    const { folder, file } = await served()
    const url = ADDRESS.exec(fs.readFileSync(file, 'utf8'))?.[1] ?? ''
    const first = await fetch(url, { redirect: 'manual' })
    expect(first.status).toBe(200)
    const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect((await fetch(new URL('/', url), { headers: { cookie } })).status).toBe(200)
    expect(leftovers(folder)).toEqual([])
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(403)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'leaves no file behind if it never connects before %s ends the host',
    async (signal) => {
      const { folder, group } = await served()
      expect(leftovers(folder)).not.toEqual([])
      group.signal(signal)
      expect(await group.ended).toEqual({ code: 0, signal: null })
      expect(leftovers(folder)).toEqual([])
    },
  )
})
