import { describe, expect, it } from 'vitest'
import type { DatasetDetail } from '../../../contract/datasets/detail'
import type { DatasetListing } from '../../../contract/datasets/listing'
import type { SourceDescription } from '../../../contract/datasets/source'
import { describeLines, detailLines, holdOutLines, listingTable } from './dataset-text'

const source: SourceDescription = {
  ...{ kind: 'folder', path: '/birds', options: {}, images: 222, testImages: 0 },
  ...{ classes: null, labelsFrom: null, sizes: [{ width: 64, height: 48, images: 197 }] },
  ...{ sampled: 197, unusable: 3, colour: true, transparent: false, notes: [] },
}
const sizesOf = (more: Partial<SourceDescription>): string | undefined =>
  describeLines({ ...source, ...more }).find((line) => line.startsWith('sizes'))

describe('describeLines', () => {
  it('tells the size of the sample, unusable pictures included', () => {
    expect(sizesOf({})).toBe('sizes    64x48, of a sample of 200, colour')
    expect(sizesOf({ images: 200 })).toBe('sizes    64x48, colour')
  })

  it('says if nothing in the sample can be used', () => {
    const nothing = { sizes: [], sampled: 0, colour: false }
    expect(sizesOf({ ...nothing, unusable: 200 })).toBe(
      'sizes    unknown: none of 200 sampled pictures can be used',
    )
    expect(sizesOf({ ...nothing, images: 1, unusable: 1 })).toBe(
      'sizes    unknown: the picture cannot be used',
    )
    expect(sizesOf({ ...nothing, unusable: 0 })).toBe('sizes    unknown: no picture can be used')
  })
})

describe('holdOutLines', () => {
  it('says if the share is not used, since test images are held out', () => {
    expect(holdOutLines({ testImages: 0 }, { holdOut: 0.2 })).toEqual([])
    expect(holdOutLines({ testImages: 6 }, { holdOut: 0 })).toEqual([])
    expect(holdOutLines({ testImages: 0 }, { holdOut: 0 }).join()).toContain('--hold-out')
    expect(holdOutLines({ testImages: 6 }, { holdOut: 0.2 })).toEqual([
      "note: --hold-out is not used, since the source's 6 test images are held out",
    ])
    const [line] = holdOutLines({ testImages: 6 }, { holdOut: 0.2, classes: ['a'] })
    expect(line).toContain('--hold-out is used only if there are none')
  })
})

const listing: DatasetListing = {
  ...{ name: 'birds-2', title: 'Garden birds', kind: 'prepared', path: '/data/birds-2' },
  ...{ images: 3, holdOut: 0, width: 8, height: 8, channels: 1, labels: true, classes: 3 },
  ...{ bytes: 200, createdAt: null },
}

describe('titles', () => {
  it('are listed where they differ from names', () => {
    const plain = { ...listing, title: 'birds-2' }
    expect(listingTable([listing])[1]).toMatch(/^birds-2 {2}Garden birds {2}3 /)
    expect(listingTable([plain])).toEqual([
      'name     images  size   classes  folder',
      'birds-2  3       8x8x1  3        /data/birds-2',
    ])
  })

  it('and the numbers of classes are shown', () => {
    const train = ['0', 'robin', 'wren'].map((name) => ({ name, images: 1 }))
    const classes = { train, holdOut: null }
    const detail: DatasetDetail = { listing, document: null, classes, usedBy: [], sameAs: [] }
    expect(detailLines(detail).slice(0, 2)).toEqual(['name     birds-2', 'title    Garden birds'])
    expect(detailLines(detail)).toContain('classes  3: 0 (1), 1 robin (1), 2 wren (1)')
    const same = { ...detail, listing: { ...listing, title: 'birds-2' } }
    expect(detailLines(same).some((line) => line.startsWith('title'))).toBe(false)
  })
})
