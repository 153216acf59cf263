import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder } from './data-folder'
import { browserCommand } from './open-browser'
import { parseServeOptions } from './options'

describe('the options of serve', () => {
  it('stay on this machine unless told otherwise', () => {
    const defaults = { host: '127.0.0.1', newToken: false, open: true, help: false }
    expect(parseServeOptions([])).toEqual(defaults)
  })

  it('are read as given', () => {
    const args = ['--port', '8080', '--host', '::1', '--out', 'runs', '--no-open', '--new-token']
    const given = { port: 8080, host: '::1', out: 'runs', newToken: true, open: false, help: false }
    expect(parseServeOptions(args)).toEqual(given)
  })

  it.each([
    [['--port', '70000']],
    [['--port', 'http']],
    [['--port=-1']],
    [['--host', '']],
    [['--prot', '1']],
    [['stray']],
  ])('%s are refused', (args) => {
    expect(() => parseServeOptions(args)).toThrow(expect.objectContaining({ code: 'usage' }))
  })
})

it('the data folder is the told one, before that of the environment', () => {
  const env = { GAN_STUDIO_HOME: 'home' }
  expect(dataFolder('told', env)).toBe(path.resolve('told'))
  expect(dataFolder(undefined, env)).toBe(path.resolve('home'))
  expect(path.isAbsolute(dataFolder(undefined, {}))).toBe(true)
})

describe('a browser', () => {
  const url = 'http://127.0.0.1:1/?token=a&b'

  it('is opened where someone can see it', () => {
    expect(browserCommand(url, 'linux', { DISPLAY: ':0' })?.args).toEqual([url])
    expect(browserCommand(url, 'linux', { WAYLAND_DISPLAY: 'w' })?.args).toEqual([url])
    expect(browserCommand(url, 'win32', {})?.args).toContain(url)
  })

  it('is not opened on a server', () => {
    expect(browserCommand(url, 'linux', {})).toBeUndefined()
    expect(browserCommand(url, 'darwin', { SSH_CONNECTION: 'x' })).toBeUndefined()
  })
})
