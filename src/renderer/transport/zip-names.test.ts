import { describe, expect, it } from 'vitest'
import { zipNames } from './zip-names'

describe('the names of a folder’s files in its zip file', () => {
  it('are their paths', () => {
    const paths = ['a/b.png', 'a/c:d.png', 'ab:c.png', '数字/🐱.png', 'no extension']
    expect(zipNames(paths)).toEqual(paths)
  })

  it.each([
    ['back\\slash.png', 'back_slash.png'],
    ['a/b\\c/d\\e.png', 'a/b_c/d_e.png'],
    ['C:x.png', 'C_x.png'],
    ['c:/x.png', 'c_/x.png'],
    ['C:\\x.png', 'C__x.png'],
    ['e\u0301.png', 'é.png'],
  ])('do not have what readers would change: %s', (path, name) => {
    expect(zipNames([path])).toEqual([name])
  })

  it('are all different, and those that need no change stay', () => {
    const [composed, decomposed] = ['a/é.png', 'a/e\u0301.png']
    expect(zipNames([decomposed, composed])).toEqual(['a/é (2).png', composed])
    expect(zipNames(['a\\b.png', 'a_b (2).png', 'a_b.png'])).toEqual([
      ...['a_b (3).png', 'a_b (2).png', 'a_b.png'],
    ])
    expect(zipNames(['C:x', 'C_x'])).toEqual(['C_x (2)', 'C_x'])
    expect(zipNames(['x.y/a\\b', 'x.y/a_b'])).toEqual(['x.y/a_b (2)', 'x.y/a_b'])
    expect(zipNames(['a.png', 'a.png'])).toEqual(['a.png', 'a (2).png'])
  })
})
