import { expect, test } from 'vitest'
import { permuted } from './host-tensors'

const counting = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => i)

test.each([
  [1, 1],
  [1, 70],
  [33, 64],
  [100, 31],
])('a %d x %d matrix is transposed number by number', (rows, columns) => {
  const data = counting(rows * columns)
  const got = permuted(data, [rows, columns], [1, 0])
  const wrong = got.findIndex(
    (value, i) => value !== data[(i % rows) * columns + Math.floor(i / rows)],
  )
  expect([got.length, wrong]).toEqual([rows * columns, -1])
})

test('unchanged axes give a copy', () => {
  const data = counting(6)
  const got = permuted(data, [2, 3], [0, 1])
  expect(got).toEqual(data)
  expect(got).not.toBe(data)
})
