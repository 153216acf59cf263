import { describe, expect, it } from 'vitest'
import { Grids } from './grids.svelte'
import type { GridSource } from './grids.svelte'

const bitmap = { width: 1, height: 1, close: () => undefined }

/** A run with grids at these steps, each step covering `per` units of the axis. */
function source(id: string, samples: number[], per = 1) {
  const wanted: number[][] = []
  const missing = new Set<number>()
  const made: GridSource<typeof bitmap> = {
    ...{ id, samples, at: (step) => step * per },
    images: {
      get: (step) => (missing.has(step) ? undefined : bitmap),
      failed: () => false,
      setWanted: (steps) => void wanted.push([...steps]),
    },
  }
  return { ...made, wanted, missing }
}

describe('the grids of several runs', () => {
  const a = source('a', [0, 10, 20])
  const b = source('b', [0, 15])
  const late = source('late', [12], 1)

  it('have one timeline of all their positions, at first at its end', () => {
    const grids = new Grids(() => [a, b, late])
    expect(grids.positions).toEqual([0, 10, 12, 15, 20])
    expect([grids.index, grids.position]).toEqual([4, 20])
  })

  it('are the newest of each run up to the position', () => {
    const grids = new Grids(() => [a, b, late])
    const shown = (index: number) => {
      grids.show(index)
      return [a, b, late].map((one) => grids.stepOf(one))
    }
    expect(shown(0)).toEqual([0, 0, undefined])
    expect(shown(1)).toEqual([10, 0, undefined])
    expect(shown(2)).toEqual([10, 0, 12])
    expect(shown(3)).toEqual([10, 15, 12])
    expect(shown(99)).toEqual([20, 15, 12])
    expect(shown(-1)).toEqual([0, 0, undefined])
  })

  it('are aligned by the axis, not by their steps', () => {
    const [large, small] = [source('large', [0, 10], 64), source('small', [0, 10, 80], 8)]
    const grids = new Grids(() => [large, small])
    expect(grids.positions).toEqual([0, 80, 640])
    grids.show(1)
    expect([grids.stepOf(large), grids.stepOf(small)]).toEqual([0, 10])
  })

  it('stay at the chosen position when runs come and go, and follow the newest otherwise', () => {
    let sources = [a]
    const grids = new Grids(() => sources)
    grids.show(1)
    sources = [a, b, late]
    const later = new Grids(() => sources)
    later.show(3)
    expect(later.position).toBe(15)
    expect(later.stepOf(a)).toBe(10)
  })

  it('open the same image in all of them', () => {
    const grids = new Grids(() => [a, b])
    grids.open(7)
    expect(grids.cell).toBe(7)
    grids.open(undefined)
    expect(grids.cell).toBeUndefined()
  })

  it('play to the end, waiting for every run', () => {
    const [x, y] = [source('x', [0, 10, 20]), source('y', [0, 10, 20])]
    const grids = new Grids(() => [x, y])
    grids.toggle()
    expect([grids.playing, grids.index]).toEqual([true, 0])
    y.missing.add(10)
    for (let i = 0; i < 9; i++) grids.tick(40)
    expect(grids.index).toBe(0)
    y.missing.clear()
    grids.tick(200)
    expect(grids.index).toBe(1)
    grids.tick(200)
    expect([grids.playing, grids.index]).toEqual([false, 2])
  })

  it('load what is near, the current grids first, each once', () => {
    const [x, y] = [source('x', [0, 10, 20, 30]), source('y', [0])]
    const grids = new Grids(() => [x, y])
    grids.show(1)
    grids.load()
    expect(x.wanted.at(-1)).toEqual([10, 20, 30, 0])
    expect(y.wanted.at(-1)).toEqual([0])
  })

  it('are none without samples', () => {
    const grids = new Grids(() => [source('none', [])])
    expect([grids.count, grids.index, grids.position]).toEqual([0, 0, undefined])
    grids.toggle()
    expect(grids.playing).toBe(false)
    grids.load()
  })
})
