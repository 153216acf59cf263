import { describe, expect, it } from 'vitest'
import type { DatasetDetail } from '../../../../contract/datasets/detail'
import { fakeListing } from '../../../testing/fake-datasets'
import { BrowseView } from './browse-view.svelte'

const labelled: DatasetDetail = {
  listing: fakeListing('cats', { images: 1_000, holdOut: 50, labels: true, classes: 2 }),
  document: null,
  classes: {
    train: [
      { name: 'cat', images: 900 },
      { name: 'dog', images: 100 },
    ],
    holdOut: [
      { name: 'cat', images: 50 },
      { name: 'dog', images: 0 },
    ],
  },
  usedBy: [],
  sameAs: [],
}

describe('the images that are shown', () => {
  it('are those of a part and a class, each counted on its own', () => {
    const view = new BrowseView(() => labelled)
    expect([view.part, view.count, view.parts]).toEqual(['train', 1_000, ['train', 'holdOut']])
    view.chooseClass(1)
    expect([view.class?.name, view.count, view.total]).toEqual(['dog', 100, 1_000])
    expect(view.urlsOf(90, 120)).toEqual(['/resources/datasets/cats/train/class-1/0-100.png'])
    view.choosePart('holdOut')
    expect([view.count, view.urlsOf(0, 20)]).toEqual([0, []])
    view.chooseClass(undefined)
    expect(view.urlsOf(0, 20)).toEqual(['/resources/datasets/cats/holdOut/0-50.png'])
  })

  it('begin at the first image after each choice', () => {
    const view = new BrowseView(() => labelled)
    view.moveTo(950)
    view.chooseClass(1)
    expect(view.active).toBe(0)
    view.moveTo(99)
    view.choosePart('holdOut')
    expect(view.active).toBe(0)
  })

  it('are still some if the data set changes meanwhile', () => {
    let detail = labelled
    const view = new BrowseView(() => detail)
    view.choosePart('holdOut')
    view.moveTo(40)
    detail = { ...labelled, listing: fakeListing('cats', { images: 10 }), classes: null }
    const changed = new BrowseView(() => detail)
    changed.choosePart('holdOut')
    changed.chooseClass(1)
    changed.moveTo(40)
    expect([changed.part, changed.count, changed.class, changed.active]).toEqual([
      ...['train', 10, undefined, 9],
    ])
  })
})
