import { describe, expect, it } from 'vitest'
import { MAX_NAME } from './run'
import { unusedName } from './unused-name'

describe('the default name of a run', () => {
  it.each([
    ['mnist', [], 'mnist 1'],
    ['mnist', ['mnist 1', 'mnist 2', 'other'], 'mnist 3'],
    ['mnist', ['mnist 2'], 'mnist 1'],
    ['/data/my faces/', [], 'my faces 1'],
    ['C:\\data\\faces', ['faces 1'], 'faces 2'],
    ['', [], ''],
  ])('of data set %j with the names %j is %j', (dataset, used, expected) => {
    expect(unusedName(dataset, used)).toBe(expected)
  })

  it('is never too long, and differs from all others', () => {
    const used: string[] = []
    for (let n = 1; n <= 12; n++) {
      const name = unusedName('x'.repeat(300), used)
      expect(name.length).toBeLessThanOrEqual(MAX_NAME)
      expect(used).not.toContain(name)
      used.push(name)
    }
  })
})
