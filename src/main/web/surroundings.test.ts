import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder } from './data-folder'
import { browserOpener } from './open-browser'
import { redirectFolder } from './redirect-file'

it('the data folder is the told one, before that of the environment', () => {
  const env = { GAN_STUDIO_HOME: 'home' }
  expect(dataFolder('told', env)).toBe(path.resolve('told'))
  expect(dataFolder(undefined, env)).toBe(path.resolve('home'))
  expect(path.isAbsolute(dataFolder(undefined, {}))).toBe(true)
})

describe('a browser', () => {
  it('is opened where someone can see it', () => {
    expect(browserOpener('linux', { DISPLAY: ':0' })?.command).toBe('xdg-open')
    expect(browserOpener('linux', { WAYLAND_DISPLAY: 'w' })?.command).toBe('xdg-open')
    expect(browserOpener('win32', {})?.command).toBe('rundll32')
  })

  it('is not opened on a server', () => {
    expect(browserOpener('linux', {})).toBeUndefined()
    expect(browserOpener('darwin', { SSH_CONNECTION: 'x' })).toBeUndefined()
  })

  it('is given a file where a confined one may read', () => {
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
