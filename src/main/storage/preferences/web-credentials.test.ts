import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openWebCredentials } from './web-credentials'
import { tempDir } from '../testing/temp-dir'

const keep = { newToken: false }

describe("the web host's credentials", () => {
  it('keep the same token and port across restarts', async () => {
    const root = join(tempDir(), 'not yet there')
    const first = await openWebCredentials(root, keep)
    expect(first).toMatchObject({ port: undefined, warning: undefined })
    await first.remember(8642)
    const second = await openWebCredentials(root, keep)
    expect([second.token, second.port]).toEqual([first.token, 8642])
    expect((await openWebCredentials(tempDir(), keep)).token).not.toBe(first.token)
  })

  it('have a new token on request, and keep it', async () => {
    const root = tempDir()
    const first = await openWebCredentials(root, keep)
    await first.remember(8642)
    const second = await openWebCredentials(root, { newToken: true })
    expect(second.token).not.toBe(first.token)
    expect(second.port).toBe(8642)
    expect((await openWebCredentials(root, keep)).token).toBe(second.token)
  })

  it('accept a fixed token, which is never written to disk', async () => {
    const root = tempDir()
    const fixedToken = 'chosen-by-a-person'
    const credentials = await openWebCredentials(root, { ...keep, fixedToken })
    await credentials.remember(1)
    expect(credentials.token).toBe(fixedToken)
    expect(fs.readFileSync(join(root, 'serve.json'), 'utf8')).not.toContain(fixedToken)
    expect((await openWebCredentials(root, keep)).token).not.toBe(fixedToken)
  })

  it.each(['', 'short', 'with spaces in between them', 'a/b?c#d&e=fffffffffff', 'x'.repeat(300)])(
    'reject the fixed token "%s"',
    async (fixedToken) => {
      await expect(openWebCredentials(tempDir(), { ...keep, fixedToken })).rejects.toMatchObject({
        code: 'usage',
        where: 'GAN_STUDIO_TOKEN',
      })
    },
  )

  it('can’t renew a fixed token', async () => {
    const both = { newToken: true, fixedToken: 'chosen-by-a-person' }
    await expect(openWebCredentials(tempDir(), both)).rejects.toMatchObject({ code: 'usage' })
  })

  it.runIf(process.platform !== 'win32')('are readable only by their owner', async () => {
    const root = tempDir()
    const file = join(root, 'serve.json')
    const first = await openWebCredentials(root, keep)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
    fs.chmodSync(file, 0o640)
    const second = await openWebCredentials(root, keep)
    expect(second.token).not.toBe(first.token)
    expect(second.warning).toContain(file)
    expect(fs.statSync(file).mode & 0o777).toBe(0o600)
  })

  it.each(['', '{', '{"token":"short"}', '{"token":"long-enough-token","port":0}', 'null'])(
    'have a new token, with a warning, if the file holds %s',
    async (text) => {
      const root = tempDir()
      fs.writeFileSync(join(root, 'serve.json'), text, { mode: 0o600 })
      const credentials = await openWebCredentials(root, keep)
      expect(credentials.token).toMatch(/^[\w-]{32}$/)
      expect(credentials.warning).toContain('damaged')
      expect(await openWebCredentials(root, keep)).toMatchObject({
        token: credentials.token,
        warning: undefined,
      })
    },
  )
})
