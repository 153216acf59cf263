import { describe, expect, it } from 'vitest'
import { cookieValue, isOwnHost, isOwnOrigin, isToken, ownNames } from './access'

const names = ownNames('127.0.0.1')

describe('isOwnHost', () => {
  it.each(['127.0.0.1:8080', 'localhost', 'LOCALHOST:1', '[::1]:8080'])('accepts %s', (host) => {
    expect(isOwnHost(host, names)).toBe(true)
  })

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example@127.0.0.1',
    '127.0.0.1:8080@evil.example',
    '127.0.0.1/evil',
    '127.0.0.1 evil',
    '192.168.0.7',
  ])('rejects %s', (host) => {
    expect(isOwnHost(host, names)).toBe(false)
  })

  it('accepts the address it listens on', () => {
    expect(isOwnHost('192.168.0.7:80', ownNames('192.168.0.7'))).toBe(true)
    expect(isOwnHost('192.168.0.8:80', ownNames('192.168.0.7'))).toBe(false)
    expect(isOwnHost('[fd00::7]:80', ownNames('fd00::7'))).toBe(true)
  })

  it('does not accept every name when listening on all addresses', () => {
    expect(isOwnHost('evil.example', ownNames('0.0.0.0'))).toBe(false)
  })
})

describe('isOwnOrigin', () => {
  const host = '127.0.0.1:8080'

  it('accepts a page served by the same host', () => {
    expect(isOwnOrigin({ host, origin: 'http://127.0.0.1:8080' }, { required: true })).toBe(true)
  })

  it.each([
    'http://127.0.0.1:8081',
    'http://localhost:8080',
    'https://127.0.0.1:8080',
    'http://evil.example',
    'http://127.0.0.1:8080.evil.example',
    'null',
    '',
  ])('rejects %s', (origin) => {
    expect(isOwnOrigin({ host, origin }, { required: true })).toBe(false)
    expect(isOwnOrigin({ host, origin }, { required: false })).toBe(false)
  })

  it('requires an origin for sockets', () => {
    expect(isOwnOrigin({ host }, { required: true })).toBe(false)
    expect(isOwnOrigin({ host }, { required: false })).toBe(true)
  })

  it('lets other sites link here, but not embed anything', () => {
    const cross = { host, 'sec-fetch-site': 'cross-site' }
    const linked = { ...cross, 'sec-fetch-dest': 'document' }
    expect(isOwnOrigin(linked, { required: false })).toBe(true)
    expect(isOwnOrigin({ ...cross, 'sec-fetch-dest': 'image' }, { required: false })).toBe(false)
    const samePlace = { host, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' }
    expect(isOwnOrigin(samePlace, { required: false })).toBe(false)
  })
})

describe('the token', () => {
  it('must match in full', () => {
    expect(isToken('abc', 'abc')).toBe(true)
    for (const wrong of [undefined, null, '', 'ab', 'abd', 'abcd', 'ABC']) {
      expect(isToken(wrong, 'abc')).toBe(false)
    }
  })

  it('is found among other cookies by its exact name', () => {
    const cookie = 'xgan-studio-1=no; gan-studio-12=no; gan-studio-1=yes'
    expect(cookieValue({ cookie }, 'gan-studio-1')).toBe('yes')
    expect(cookieValue({}, 'gan-studio-1')).toBeUndefined()
  })
})
