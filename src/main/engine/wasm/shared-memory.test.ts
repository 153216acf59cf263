import { describe, expect, it } from 'vitest'
import { withSharedMemory } from './shared-memory'

const module = (...sections: number[][]): Uint8Array =>
  Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()])
const types = [1, 4, 1, 0x60, 0, 0]
const memory = (...limits: number[]) => [5, limits.length + 1, 1, ...limits]

describe('a module with shared memory', () => {
  it('differs in one bit', () => {
    const plain = module(types, memory(1, 2, 4))
    const shared = withSharedMemory(plain)
    expect([...(shared ?? [])]).toEqual([...module(types, memory(3, 2, 4))])
    expect([...plain]).toEqual([...module(types, memory(1, 2, 4))])
  })

  it.each([
    ['its memory has no maximum, which a shared one needs', module(types, memory(0, 2))],
    ['it defines no memory', module(types)],
    ['it is cut off', module(types, memory(1, 2, 4)).subarray(0, 17)],
    ['it is no module', Uint8Array.of(1, 2, 3)],
  ])('is not made if %s', (_, bytes) => {
    expect(withSharedMemory(bytes)).toBeUndefined()
  })
})
