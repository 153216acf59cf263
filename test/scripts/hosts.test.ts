import { resolve } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { chooseHost, parseStartArgs } from '../../scripts/lib/hosts.mjs'

const desktop = { platform: 'linux' as const, env: { DISPLAY: ':0' }, isRoot: false }
const here = () => Promise.resolve({ binary: '/e/electron' })
const fine = () => undefined
const choose = (args: string[], machine = desktop, ensure = here, sandbox = fine) =>
  chooseHost('/root', parseStartArgs(args), machine, { ensure, sandbox })

describe('npm start', () => {
  test('opens the window where a display exists', async () => {
    const choice = { host: 'electron', binary: '/e/electron', args: ['/root'] }
    expect(await choose([])).toEqual(choice)
    expect(await choose([], { ...desktop, env: { WAYLAND_DISPLAY: 'w' } as never })).toEqual(choice)
    expect(
      await choose([], { platform: 'darwin' as never, env: {} as never, isRoot: false }),
    ).toEqual(choice)
  })

  test('serves where no display exists, without fetching anything', async () => {
    const ensure = vi.fn(here)
    for (const env of [{}, { DISPLAY: '' }]) {
      const choice = await choose([], { ...desktop, env: env as never }, ensure)
      expect(choice).toMatchObject({ host: 'web', why: expect.stringContaining('no display') })
    }
    expect(ensure).not.toHaveBeenCalled()
  })

  test('serves when Electron is not available, and gives the reason', async () => {
    const ensure = () => Promise.resolve({ why: 'no network' })
    const choice = await choose([], desktop, ensure as never)
    expect(choice).toEqual({ host: 'web', args: [], why: 'no network' })
  })

  test('serves when the sandbox cannot work, rather than disabling it', async () => {
    const sandbox = () => 'no sandbox'
    const choice = await choose([], desktop, here, sandbox as never)
    expect(choice).toMatchObject({ host: 'web', why: 'no sandbox' })
  })

  test('disables the sandbox as root, and says so', async () => {
    const choice = await choose([], { ...desktop, isRoot: true })
    expect(choice).toMatchObject({ args: ['--no-sandbox', '/root'] })
    expect(choice).toHaveProperty('note', expect.stringContaining('--no-sandbox'))
  })

  test('serves with --serve, and passes that host’s options', async () => {
    const ensure = vi.fn(here)
    const args = ['--serve', '--port', '80', '--no-open', '--out', 'runs']
    const choice = await choose(args, desktop, ensure)
    expect(choice).toEqual({
      host: 'web',
      args: ['--port', '80', '--no-open', `--out=${resolve('runs')}`],
    })
    expect(ensure).not.toHaveBeenCalled()
  })

  test('refuses options of the web host without --serve', async () => {
    await expect(choose(['--port', '80'])).rejects.toThrow('--serve --port 80')
  })

  test('passes on the data folder, in either notation', async () => {
    const expected = { args: ['/root', `--out=${resolve('x')}`] }
    expect(await choose(['--out', 'x'])).toMatchObject(expected)
    expect(await choose(['--out=x'])).toMatchObject(expected)
  })

  test('passes on the flags for retrying', async () => {
    const ensure = vi.fn(here)
    await choose(['--retry-electron'], desktop, ensure)
    expect(ensure).toHaveBeenCalledWith('/root', { retry: true })
    expect(parseStartArgs(['--retry-engine'])).toMatchObject({ retryEngine: true, rest: [] })
  })
})
