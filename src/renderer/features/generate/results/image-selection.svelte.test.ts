import { describe, expect, it } from 'vitest'
import { ImageSelection } from './image-selection.svelte'

describe('selecting images', () => {
  it('toggles any number of them, each alone', () => {
    const selection = new ImageSelection()
    const expected = new Set<number>()
    for (const n of [4, 8, 4, 2, 9, 9, 0, 7, 8, 8, 1]) {
      selection.toggle(n)
      if (!expected.delete(n)) expected.add(n)
      expect(selection.numbers).toEqual([...expected].sort((a, b) => a - b))
      expect(selection.count).toBe(expected.size)
    }
  })

  it('has ends only for exactly two, in the order of selection', () => {
    const selection = new ImageSelection()
    expect(selection.ends).toBeUndefined()
    selection.toggle(8)
    expect(selection.ends).toBeUndefined()
    selection.toggle(3)
    expect(selection.ends).toEqual([8, 3])
    selection.toggle(5)
    expect(selection.ends).toBeUndefined()
    selection.toggle(8)
    expect(selection.ends).toEqual([3, 5])
  })

  it('extends a range in both directions, keeping what was selected before', () => {
    const selection = new ImageSelection()
    selection.toggle(20)
    selection.toggle(5)
    selection.extendTo(8)
    expect(selection.numbers).toEqual([5, 6, 7, 8, 20])
    selection.extendTo(3)
    expect(selection.numbers).toEqual([3, 4, 5, 20])
    selection.toggle(10)
    selection.extendTo(9)
    expect(selection.numbers).toEqual([3, 4, 5, 9, 10, 20])
  })

  it('begins a range of the keyboard where it starts, and shrinks it again', () => {
    const selection = new ImageSelection()
    selection.extend(4, 5)
    selection.extend(5, 6)
    expect(selection.numbers).toEqual([4, 5, 6])
    selection.extend(6, 5)
    expect(selection.numbers).toEqual([4, 5])
    selection.endRange()
    selection.extend(9, 10)
    expect(selection.numbers).toEqual([4, 5, 9, 10])
  })

  it('selects all and none, whatever came before', () => {
    const selection = new ImageSelection()
    selection.toggle(2)
    selection.extendTo(4)
    selection.selectAll(6)
    expect(selection.numbers).toEqual([0, 1, 2, 3, 4, 5])
    selection.clear()
    expect([selection.numbers, selection.ends]).toEqual([[], undefined])
    selection.extendTo(1)
    expect(selection.numbers).toEqual([0, 1])
  })
})
