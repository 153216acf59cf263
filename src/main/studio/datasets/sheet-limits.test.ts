import fs from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DatasetListing } from '../../../contract/datasets/listing'
import { failureOf } from '../../../contract/testing/failure-of'
import * as browsing from '../../storage/datasets/browse'
import { listDatasets } from '../../storage/datasets/list'
import { tempDir } from '../../storage/testing/temp-dir'
import { writePrepared } from '../../storage/testing/prepared'
import { Thumbnails } from './thumbnails'

let dir: string
let thumbnails: Thumbnails
beforeEach(() => {
  dir = tempDir()
  thumbnails = new Thumbnails()
})

async function find(name: string): Promise<DatasetListing> {
  const found = (await listDatasets(['', dir])).find((listing) => listing.name === name)
  if (found === undefined) throw new Error(`There is no ${name}`)
  return found
}

const sheet = (from: number, count: number, label?: number) =>
  thumbnails.sheet(
    {
      dataset: 'set',
      part: 'train',
      from,
      count,
      ...(label === undefined ? {} : { class: label }),
    },
    find,
  )

/** Width and height of a PNG. */
const sizeOf = (png: Uint8Array | undefined): number[] => {
  const bytes = Buffer.from(png ?? [])
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

describe('a sheet', () => {
  it('has the images that there are, if more are asked for', async () => {
    writePrepared(dir, 'set', { count: 30, size: 4, classes: 3 })
    expect(sizeOf(await sheet(25, 400))).toEqual([20, 4])
    expect(sizeOf(await sheet(0, 400))).toEqual([80, 8])
    expect(sizeOf(await sheet(0, 400, 2))).toEqual([40, 4])
    expect(await sheet(30, 1)).toBeUndefined()
    expect(await sheet(999_999_999, 400)).toBeUndefined()
    expect(await sheet(0, 10, 9)).toBeUndefined()
  })

  it('of too many pixels is not drawn, except for a single image', async () => {
    writePrepared(dir, 'set', { count: 5, size: 1000 })
    expect(await sheet(0, 5)).toBeUndefined()
    expect(sizeOf(await sheet(0, 4))).toEqual([4000, 1000])
    expect(sizeOf(await sheet(4, 400))).toEqual([1000, 1000])
  })

  it('of a data set that was removed or cut short meanwhile is an error, not a black one', async () => {
    const path = writePrepared(dir, 'set', { count: 30, size: 4 })
    await sheet(0, 7)
    fs.truncateSync(join(path, 'train-00001.bin'), 20)
    expect((await failureOf(() => sheet(7, 7))).problem?.code).toBe('datasetFileSize')
    fs.rmSync(path, { recursive: true })
    expect((await failureOf(() => sheet(7, 7))).code).toBe('storage')
  })
})

it('many sheets at once use bounded memory', async () => {
  writePrepared(dir, 'set', { count: 1, size: 100 })
  const side = 100
  let [reading, most] = [0, 0]
  vi.spyOn(browsing, 'browse').mockResolvedValue({
    ...{ count: 40_000, width: side, height: side, channels: 3, labels: undefined },
    read: async (indices) => {
      reading += indices.length
      most = Math.max(most, reading)
      await new Promise((resolve) => setImmediate(resolve))
      reading -= indices.length
      return indices.map(() => new Uint8Array(side * side * 3))
    },
  })
  const sheets = await Promise.all(Array.from({ length: 20 }, (_, i) => sheet(400 * i, 400)))
  expect(sheets.every((png) => png !== undefined)).toBe(true)
  expect(most * side * side * 3).toBeLessThanOrEqual(48 * 2 ** 20)
  vi.restoreAllMocks()
})
