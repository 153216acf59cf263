import { decode } from 'fast-png'
import { expect, test } from 'vitest'
import { encodeGridPng, encodeImagePng, toByte } from './encode'

const pixels = (...values: number[]) => Float32Array.from(values)

test('a grey image keeps its layout and its values', async () => {
  const image = { pixels: pixels(-1, -0.5, 0, 0.5, 1, 1), channels: 1, height: 2, width: 3 }
  const png = decode(await encodeImagePng(image))
  expect(png).toMatchObject({ width: 3, height: 2, channels: 1, depth: 8 })
  expect([...png.data]).toEqual([0, 64, 128, 191, 255, 255])
})

test('colour planes become RGB', async () => {
  const planes = pixels(1, -1, -1, 1, 0, 0)
  const png = decode(await encodeImagePng({ pixels: planes, channels: 3, height: 1, width: 2 }))
  expect(png.channels).toBe(3)
  expect([...png.data]).toEqual([255, 0, 128, 0, 255, 128])
})

test('values out of range are clamped, and NaN is black', async () => {
  const odd = pixels(-7, 7, -Infinity, Infinity, NaN)
  const png = decode(await encodeImagePng({ pixels: odd, channels: 1, height: 1, width: 5 }))
  expect([...png.data]).toEqual([0, 255, 0, 255, 0])
})

test('a grid is filled row by row, with a black border around every image', async () => {
  const grid = { pixels: pixels(1, 0, 0.5), count: 3, channels: 1, height: 1, width: 1, columns: 2 }
  const png = decode(await encodeGridPng({ ...grid, padding: 1 }))
  expect([png.width, png.height]).toEqual([5, 5])
  const rows = [0, 1, 2, 3, 4].map((y) => [...png.data.subarray(y * 5, y * 5 + 5)])
  expect(rows).toEqual([
    [0, 0, 0, 0, 0],
    [0, 255, 0, 128, 0],
    [0, 0, 0, 0, 0],
    [0, 191, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ])
})

test('a grid of 25 digits has the size of torchvision’s, and equal bytes each time', async () => {
  const count = 25
  const noise = Float32Array.from({ length: count * 784 }, (_, i) => Math.sin(i * 12.9898))
  const grid = { pixels: noise, count, channels: 1, height: 28, width: 28, columns: 5 }
  const png = await encodeGridPng(grid)
  expect(decode(png)).toMatchObject({ width: 152, height: 152 })
  expect(await encodeGridPng(grid)).toEqual(png)
})

test('fewer images than columns make a narrower grid', async () => {
  const grid = { pixels: pixels(1, 1), count: 2, channels: 1, height: 1, width: 1, columns: 5 }
  expect(decode(await encodeGridPng(grid))).toMatchObject({ width: 8, height: 5 })
})

test.each([
  { pixels: pixels(1, 1, 1), count: 2, channels: 1, height: 1, width: 1, columns: 1 },
  { pixels: pixels(1, 1), count: 1, channels: 2, height: 1, width: 1, columns: 1 },
  { pixels: pixels(), count: 0, channels: 1, height: 1, width: 1, columns: 1 },
  { pixels: pixels(1), count: 1, channels: 1, height: 1, width: 1, columns: 0 },
])('an invalid grid is rejected: %o', async (grid) => {
  await expect(encodeGridPng(grid)).rejects.toMatchObject({ code: 'internal' })
})

/** The level of a value, rounded half up and clamped. */
const rounded = (value: number): number =>
  Math.min(255, Math.max(0, Math.round(((value + 1) / 2) * 255)))

/** The float32 numbers nearest to a number. */
function around(value: number): number[] {
  const bits = new Int32Array(Float32Array.of(value).buffer)
  return [-2, -1, 0, 1, 2]
    .map((by) => new Float32Array(Int32Array.of((bits[0] as number) + by).buffer)[0] as number)
    .filter(Number.isFinite)
}

test('values next to the boundary between two levels are rounded half up', () => {
  for (let level = -2; level <= 258; level++) {
    for (const value of around(((level + 0.5) / 255) * 2 - 1)) {
      expect(toByte(value), String(value)).toBe(rounded(value))
    }
  }
  for (const value of [0, -0, 1e-38, -1e-38, ...around(1), ...around(-1), 1e30, -1e30]) {
    expect(toByte(value), String(value)).toBe(rounded(value))
  }
})
