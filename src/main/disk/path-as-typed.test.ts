import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../contract/testing/failure-of'
import { pathAsTyped } from './path-as-typed'

const home = resolve('/home/mira')

describe('a path as people type or paste it', () => {
  it.each([
    ['~', home],
    ['~/', home],
    ['~/Bilder/a b', join(home, 'Bilder', 'a b')],
    [' ~/x\n', join(home, 'x')],
    ['"~/x y"', join(home, 'x y')],
  ])('%j is below the home folder', (typed, path) => {
    expect(resolve(pathAsTyped(typed, home))).toBe(path)
  })

  it.each([
    ['/data/~/x', '/data/~/x'],
    ['~mira/x', '~mira/x'],
    ["/data/it's", "/data/it's"],
    ['"/data/a b"', '/data/a b'],
    ["'/data/a b'", '/data/a b'],
    ["'/data/it's'", "/data/it's"],
    ['"/data/a', '"/data/a'],
    ['"', '"'],
    ['relative/x', 'relative/x'],
  ])('%j is a path', (typed, path) => {
    expect(pathAsTyped(typed, home)).toBe(resolve(path))
  })

  it('may be an address of a file, with escaped letters', () => {
    for (const path of ['/data/a b', '/data/100 %/ü#1.zip']) {
      expect(pathAsTyped(pathToFileURL(resolve(path)).href)).toBe(resolve(path))
    }
  })

  it.each([
    ['https://example.org/a.zip', 'sourceWebAddress'],
    ['file://elsewhere%2f/a.zip', 'sourceAddressUnreadable'],
    ['file:///data/%2f', 'sourceAddressUnreadable'],
    ['file:///data/%zz', 'sourceAddressUnreadable'],
  ])('%s is refused by name', async (typed, code) => {
    expect((await failureOf(() => pathAsTyped(typed))).problem?.code).toBe(code)
  })
})
