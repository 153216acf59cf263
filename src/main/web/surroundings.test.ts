import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder } from './data-folder'
import { browserCommand } from './open-browser'

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
