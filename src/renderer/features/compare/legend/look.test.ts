import { describe, expect, it } from 'vitest'
import { MOST_COMPARED } from '../limits'
import { assignLooks, looks } from './look'

const ids = (text: string): string[] => [...text]

describe('the looks of runs', () => {
  it('are as many as runs can be compared, each with its own colour and its own dashes', () => {
    expect(looks).toHaveLength(MOST_COMPARED)
    expect(new Set(looks.map(({ color }) => color)).size).toBe(MOST_COMPARED)
    expect(new Set(looks.map(({ dash }) => dash.join())).size).toBe(MOST_COMPARED)
  })

  it('follow the order of the runs at first', () => {
    expect([...assignLooks(new Map(), ids('cab')).values()]).toEqual([0, 1, 2])
  })

  it('stay the same when other runs are removed, added or moved', () => {
    const first = assignLooks(new Map(), ids('abcd'))
    const removed = assignLooks(first, ids('acd'))
    expect([...removed]).toEqual([
      ['a', 0],
      ['c', 2],
      ['d', 3],
    ])
    const added = assignLooks(removed, ids('dxacy'))
    expect(Object.fromEntries(added)).toEqual({ a: 0, c: 2, d: 3, x: 1, y: 4 })
  })

  it('are never shared, whatever comes and goes', () => {
    let places = new Map<string, number>()
    for (const shown of ['abcdefgh', 'h', 'hgfedcba', 'xhya', 'stuvwxyz']) {
      places = assignLooks(places, ids(shown))
      expect(new Set(places.values()).size).toBe(shown.length)
    }
  })
})
