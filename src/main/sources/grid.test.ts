import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../contract/testing/failure-of'
import { encodePng } from '../image/png'
import { pattern } from '../image/testing'
import { grid } from './grid'
import { openAs, pixelsOf, tempDir } from './arrays/testing'

const picture = { width: 23, height: 17, channels: 3, data: pattern(23 * 17 * 3) }
async function written(): Promise<string> {
  const path = join(tempDir(), 'grid.png')
  await writeFile(path, await encodePng(picture))
  return path
}
/** The pixels of a part of the picture. */
const part = (left: number, top: number, width: number, height: number): number[] =>
  Array.from({ length: height }, (_, y) => {
    const start = ((top + y) * 23 + left) * 3
    return [...picture.data.subarray(start, start + width * 3)]
  }).flat()

describe('a grid of images', () => {
  it('is cut into cells, row by row', async () => {
    const path = await written()
    expect(await grid.detect(path)).toBe(true)
    const source = await openAs(grid, path, { cell: { width: 5, height: 4, gap: 2, margin: 1 } })
    expect(source.description).toMatchObject({
      ...{ kind: 'grid', images: 6, testImages: 0, classes: null, colour: true },
      sizes: [{ width: 5, height: 4, images: 6 }],
    })
    expect(source.description.notes[0]?.message).toMatch(
      /3 columns and 2 rows; 2 pixels to the right and 5 pixels below/,
    )
    const cells = await pixelsOf(source, [0, 2, 4])
    expect(cells.map(({ data }) => [...data])).toEqual([
      part(1, 1, 5, 4),
      part(15, 1, 5, 4),
      part(8, 7, 5, 4),
    ])
  })

  it('may be one cell, or fit exactly', async () => {
    const path = await written()
    const whole = await openAs(grid, path, { cell: { width: 23, height: 17, gap: 0, margin: 0 } })
    expect(whole.description).toMatchObject({ images: 1, notes: [] })
    expect((await pixelsOf(whole))[0]?.data).toEqual(picture.data)
  })

  it('says how to give the cell, and refuses one that does not fit', async () => {
    const path = await written()
    const without = await failureOf(() => openAs(grid, path))
    expect(without.message).toMatch(/one picture of 23 x 17 pixels/)
    expect(without.remedy).toMatch(/“cell”/)
    const cell = { width: 24, height: 4, gap: 0, margin: 0 }
    const large = await failureOf(() => openAs(grid, path, { cell }))
    expect(large.message).toMatch(/24 x 4 pixels with a margin of 0 does not fit/)
    const margin = { ...cell, width: 5, margin: 1_000_000 }
    const wide = await failureOf(() => openAs(grid, path, { cell: margin }))
    expect(wide.code).toBe('usage')
  })

  it('is refused by name if it cannot be decoded', async () => {
    const path = join(tempDir(), 'grid.png')
    await writeFile(path, (await encodePng(picture)).subarray(0, 30))
    const error = await failureOf(() => openAs(grid, path))
    expect(error.message).toMatch(/picture cannot be read/)
    expect(error).toMatchObject({ code: 'data', where: path })
  })

  it('is not a folder or another file', async () => {
    const path = join(tempDir(), 'grid.png')
    await writeFile(path, 'text')
    expect(await grid.detect(path)).toBe(false)
    expect(await grid.detect(tempDir())).toBe(false)
  })
})
