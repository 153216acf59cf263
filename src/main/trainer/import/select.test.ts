import { describe, expect, it } from 'vitest'
import { preparationSchema } from '../../../contract/datasets/preparation'
import type { OpenSource, SourceEntry } from '../../sources/source'
import { select } from './select'

const preparation = (settings: object) =>
  preparationSchema.parse({ imageSize: 8, channels: 1, ...settings })

/** A source with these entries; its images are never read here. */
function sourceOf(entries: Omit<SourceEntry, 'name'>[], classes: string[] | null): OpenSource {
  return {
    description: {
      ...{ kind: 'folder', path: '/pictures', options: {}, images: entries.length, testImages: 0 },
      classes: classes && classes.map((name) => ({ name, images: 0 })),
      ...{ labelsFrom: null, sizes: [], sampled: 0, colour: false, transparent: false, notes: [] },
    },
    stamp: '',
    count: entries.length,
    entry: (i) => ({ name: String(i), ...(entries[i] as Omit<SourceEntry, 'name'>) }),
    read: () => {
      throw new Error('not read')
    },
    close: () => Promise.resolve(),
  }
}

const unlabelled = (count: number) =>
  sourceOf(
    Array.from({ length: count }, () => ({ part: 'train', label: null })),
    null,
  )
/** `counts[i]` training images of class i, one class after the other. */
const labelled = (counts: number[], names = counts.map((_, i) => `class ${i}`)) =>
  sourceOf(
    counts.flatMap((count, label) =>
      Array.from({ length: count }, () => ({ part: 'train' as const, label })),
    ),
    names,
  )

describe('selecting images', () => {
  it('takes all by default, for training', () => {
    const { indices, heldOut, classes } = select(unlabelled(5), preparation({}))
    expect([...indices]).toEqual([0, 1, 2, 3, 4])
    expect([...heldOut]).toEqual([0, 0, 0, 0, 0])
    expect(classes).toBeNull()
  })

  it.each([1, 7, 99, 100, 1000])('spreads a limit of %d over the whole source', (limit) => {
    const { indices } = select(unlabelled(100), preparation({ limit }))
    expect(indices).toHaveLength(Math.min(limit, 100))
    const gaps = [...indices].slice(1).map((index, i) => index - (indices[i] as number))
    expect(Math.max(...gaps, 0) - Math.min(...gaps, 100)).toBeLessThanOrEqual(limit === 1 ? 0 : 1)
  })

  it('passes on what lacks a label, to be refused by name; it does not count for the limit', () => {
    const parts = ['train', 'train', 'train', 'test', 'train'] as const
    const labels = [0, null, 1, null, null]
    const entries = parts.map((part, i) => ({ part, label: labels[i] ?? null }))
    const source = sourceOf(entries, ['a', 'b'])
    expect([...select(source, preparation({})).indices]).toEqual([0, 1, 2, 4])
    expect(select(source, preparation({ limit: 1 })).indices).toHaveLength(3)
    expect([...select(source, preparation({ classes: ['b'] })).indices]).toEqual([2])
  })

  it('keeps the chosen classes, numbered in the order of the source', () => {
    const wanted = preparation({ classes: ['class 2', 'class 0'] })
    const { indices, classes, classNumbers } = select(labelled([2, 3, 2]), wanted)
    expect([...indices]).toEqual([0, 1, 5, 6])
    expect(classes).toEqual(['class 0', 'class 2'])
    expect(classNumbers).toEqual([0, -1, 1])
  })

  it('holds out the same share of every class', () => {
    const counts = [100, 10, 40]
    const source = labelled(counts)
    const { indices, heldOut } = select(source, preparation({ holdOut: 0.2 }))
    const held = [0, 0, 0]
    indices.forEach((index, i) => {
      const label = source.entry(index).label as number
      held[label] = (held[label] as number) + (heldOut[i] as number)
    })
    expect(held).toEqual([20, 2, 8])
  })

  it("takes a source's test images as the hold-out part, and holds out no others", () => {
    const source = sourceOf(
      (['train', 'test', 'train', 'test', 'train'] as const).map((part) => ({ part, label: null })),
      null,
    )
    const { heldOut } = select(source, preparation({ holdOut: 0.5 }))
    expect([...heldOut]).toEqual([0, 1, 0, 1, 0])
  })

  it.each([
    [unlabelled(3), { classes: ['cat'] }, 'classesWithoutLabels'],
    [labelled([1, 1]), { classes: ['class 1', 'dog'] }, 'classUnknown'],
    [unlabelled(0), {}, 'nothingSelected'],
    [labelled([4, 0]), { classes: ['class 1'] }, 'nothingSelected'],
  ])('refuses what cannot be selected', (source, settings, code) => {
    expect(() => select(source, preparation(settings))).toThrow(
      expect.objectContaining({ code: 'usage', problem: expect.objectContaining({ code }) }),
    )
  })
})
