import { describe, expect, it } from 'vitest'
import { labelOf, MAX_CHOSEN, parseClasses } from './class-choice'
import { sampleGrid } from './sample-grid'

describe('a list of classes', () => {
  it.each([
    ['3', [3]],
    ['0, 9', [0, 9]],
    [' 7 - 9 ,1', [7, 8, 9, 1]],
    ['4,4', [4, 4]],
  ])('%j is read', (text, classes) => {
    expect(parseClasses(text, 10)).toEqual(classes)
  })

  it.each(['', ',', '1,', 'x', '-1', '1.5', '10', '3-10', '7-5', '1e1', '0x1', '3--5', '１'])(
    '%j is refused',
    (text) => {
      expect(parseClasses(text, 10)).toBeUndefined()
    },
  )

  it('has a limit, so that a short text cannot expand to a huge list', () => {
    const repeated = (times: number): string => Array.from({ length: times }, () => '0-999').join()
    expect(parseClasses(repeated(1), 1000)).toHaveLength(MAX_CHOSEN)
    expect(parseClasses(repeated(2), 1000)).toBeUndefined()
  })

  it('gives each image a class that depends only on its index', () => {
    const labels = (chosen?: number[]) => [0, 1, 2, 3, 4].map((i) => labelOf(i, chosen, 3))
    expect(labels()).toEqual([0, 1, 2, 0, 1])
    expect(labels([2, 0])).toEqual([2, 0, 2, 0, 2])
  })
})

describe('a sample grid', () => {
  it('of an unconditional run shows 25 latents', () => {
    const { columns, images } = sampleGrid(undefined)
    expect(columns).toBe(5)
    expect(images).toEqual(Array.from({ length: 25 }, (_, latent) => ({ latent })))
  })

  it.each([2, 7, 10])('of %i classes has a column for each, with the same latents', (classes) => {
    const { columns, images } = sampleGrid(classes)
    expect([columns, images.length]).toEqual([classes, 5 * classes])
    images.forEach(({ latent, label }, i) => {
      expect([latent, label]).toEqual([Math.floor(i / columns), i % columns])
    })
  })

  it.each([11, 26, 100, 101, 256, 1000])('of %i classes shows each once, up to 100', (classes) => {
    const { columns, images } = sampleGrid(classes)
    const labels = images.map(({ label = NaN }) => label)
    expect(new Set(labels).size).toBe(Math.min(classes, 100))
    expect(labels).toEqual([...labels].sort((a, b) => a - b))
    expect(Math.max(...labels)).toBeLessThan(classes)
    expect(columns).toBeLessThanOrEqual(10)
    expect(new Set(images.map(({ latent }) => latent)).size).toBe(images.length)
  })
})
