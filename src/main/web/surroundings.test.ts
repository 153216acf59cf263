import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder } from './data-folder'
import { browserOpener } from './open-browser'
import { redirectFolder } from './redirect-file'

it('a given data folder takes precedence over the environment', () => {
  const env = { GAN_STUDIO_HOME: 'home' }
  expect(dataFolder('given', env)).toBe(path.resolve('given'))
  expect(dataFolder(undefined, env)).toBe(path.resolve('home'))
  expect(path.isAbsolute(dataFolder(undefined, {}))).toBe(true)
})

describe('a browser', () => {
  it('is opened if there is a display', () => {
    expect(browserOpener('linux', { DISPLAY: ':0' })?.command).toBe('xdg-open')
    expect(browserOpener('linux', { WAYLAND_DISPLAY: 'w' })?.command).toBe('xdg-open')
    expect(browserOpener('win32', {})?.command).toBe('rundll32')
  })

  it('is not opened on a server', () => {
    expect(browserOpener('linux', {})).toBeUndefined()
    expect(browserOpener('darwin', { SSH_CONNECTION: 'x' })).toBeUndefined()
  })

  it('gets a file in a folder that a snap can read', () => {
    const home = path.resolve('/home/me')
    const [hidden, plain] = [path.join(home, '.local/share/gan-studio'), path.join(home, 'gan')]
    const elsewhere = path.resolve('/data/gan')
    expect(redirectFolder(hidden, home, true)).toBe(home)
    expect(redirectFolder(elsewhere, home, true)).toBe(home)
    expect(redirectFolder(plain, home, true)).toBe(plain)
    for (const root of [hidden, plain, elsewhere]) {
      expect(redirectFolder(root, home, false)).toBe(root)
    }
  })
})
