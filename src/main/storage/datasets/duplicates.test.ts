import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { HashSet } from './duplicates'

it('remembers every hash, however many there are', () => {
  const set = new HashSet(4)
  const hashes = Array.from({ length: 5000 }, (_, i) =>
    createHash('sha1').update(String(i)).digest().readBigUInt64LE(),
  )
  expect(hashes.every((hash) => set.add(hash))).toBe(true)
  expect(hashes.some((hash) => set.add(hash))).toBe(false)
})

it.each([0n, 1n, 2n ** 64n - 1n, 2n ** 32n])('takes %s as any other', (hash) => {
  const set = new HashSet(4)
  // These begin at the same slot.
  set.add(hash ^ (1n << 40n))
  expect(set.add(hash)).toBe(true)
  expect(set.add(hash)).toBe(false)
})
