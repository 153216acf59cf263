import { decode } from 'fast-png'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { listDatasets } from '../../storage/datasets/list'
import { writePrepared } from '../../storage/testing/prepared'
import { tempDir } from '../../storage/testing/temp-dir'
import { Thumbnails } from './thumbnails'

const SIDE = 3
const CLASSES = 10
/** Images that have the brightness of their class, sorted by class. */
const sorted = (count: number) => ({
  ...{ count, size: SIDE, classes: CLASSES, perShard: 11 },
  pixels: Uint8Array.from({ length: count * SIDE * SIDE }, (_, i) =>
    brightness(Math.floor((Math.floor(i / SIDE / SIDE) * CLASSES) / count)),
  ),
})
const brightness = (label: number): number => 20 * (label + 1)

let root: string
let thumbnails: Thumbnails
/** The data sets that were looked up. */
let found: string[]
beforeEach(() => {
  root = tempDir()
  thumbnails = new Thumbnails()
  found = []
})

async function find(name: string): Promise<DatasetListing> {
  found.push(name)
  const listing = (await listDatasets([root])).find((one) => one.name === name)
  if (listing === undefined) throw new Error(`there is no ${name}`)
  return listing
}

async function rowOf(dataset: string, spread: number) {
  const png = await thumbnails.sheet({ dataset, part: 'train', spread }, find)
  return png && decode(png)
}

/** The brightness of the top left pixel of every image. */
const firstPixels = ({ data, channels, width }: ReturnType<typeof decode>): number[] =>
  Array.from({ length: width / SIDE }, (_, i) => Number(data[i * SIDE * channels]))

describe('a row of images from all of a data set', () => {
  it('has images of all ten classes, though the first hundred are of one class', async () => {
    writePrepared(root, 'sorted', sorted(1_000))
    const row = await rowOf('sorted', 16)
    expect(row).toMatchObject({ width: 16 * SIDE, height: SIDE })
    const classes = new Set(row && firstPixels(row))
    expect([...classes].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: CLASSES }, (_, label) => brightness(label)),
    )
  })

  it('is only as wide as its images', async () => {
    writePrepared(root, 'few', sorted(3))
    expect(await rowOf('few', 16)).toMatchObject({ width: 3 * SIDE, height: SIDE })
  })

  it('is always the same', async () => {
    writePrepared(root, 'sorted', sorted(200))
    const request = { dataset: 'sorted', part: 'train', spread: 20 } as const
    const first = await thumbnails.sheet(request, find)
    thumbnails.forget()
    expect(await thumbnails.sheet(request, find)).toEqual(first)
  })

  it('does not exist of a part that the data set lacks', async () => {
    writePrepared(root, 'sorted', sorted(200))
    const request = { dataset: 'sorted', part: 'holdOut', spread: 5 } as const
    expect(await thumbnails.sheet(request, find)).toBeUndefined()
  })

  it('of many data sets is drawn of one after another, whatever fails in between', async () => {
    const names = ['a', 'b', 'c']
    for (const name of names) writePrepared(root, name, sorted(100))
    let open = 0
    const most: number[] = []
    const counted = async (name: string): Promise<DatasetListing> => {
      most.push(++open)
      return find(name).finally(() => open--)
    }
    const rows = ['a', 'missing', 'b', 'c'].map((dataset) =>
      thumbnails.sheet({ dataset, part: 'train', spread: 16 }, counted),
    )
    const results = await Promise.allSettled(rows)
    expect(results.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    ])
    expect(found).toEqual(['a', 'missing', 'b', 'c'])
    expect(most).toEqual([1, 1, 1, 1])
  })
})

it('a sheet of consecutive images, or of one class, is as before', async () => {
  writePrepared(root, 'sorted', sorted(100))
  const request = { dataset: 'sorted', part: 'train' } as const
  const all = await thumbnails.sheet({ ...request, from: 0, count: 30 }, find)
  expect(all && decode(all)).toMatchObject({ width: 20 * SIDE, height: 2 * SIDE })
  const ofClass = await thumbnails.sheet({ ...request, class: 3, from: 0, count: 20 }, find)
  // The labels of these data sets repeat in turn: every tenth image is of class 3.
  const pixels = ofClass && firstPixels(decode(ofClass))
  expect(pixels?.slice(0, CLASSES)).toEqual(Array.from({ length: 10 }, (_, i) => brightness(i)))
})
