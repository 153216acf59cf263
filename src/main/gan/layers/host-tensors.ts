/**
 * Permutes the axes of a row-major array.
 *
 * @param shape of `data`
 * @param order the axes of `data` that become first, second and so on
 */
export function permuted(
  data: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
  if (order.length === 2 && order[0] === 1) return transposed(data, shape as [number, number])
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1))
  const out = new Float32Array(data.length)
  let to = 0
  const copy = (level: number, from: number): void => {
    const axis = order[level] as number
    const [size, step] = [shape[axis] as number, steps[axis] as number]
    if (level < order.length - 1) {
      for (let i = 0; i < size; i++) copy(level + 1, from + i * step)
      return
    }
    for (let i = 0; i < size; i++) out[to++] = data[from + i * step] as number
  }
  copy(0, 0)
  return out
}

/** Rows and columns per block; the data read and written must fit into the first-level cache. */
const TILE = 32

/**
 * Transposed block by block: reading long columns one by one would miss the cache at every number.
 */
function transposed(data: Float32Array, [rows, columns]: [number, number]): Float32Array {
  const out = new Float32Array(data.length)
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(rows, top + TILE)
    for (let left = 0; left < columns; left += TILE) {
      const right = Math.min(columns, left + TILE)
      for (let column = left; column < right; column++) {
        for (let row = top; row < bottom; row++) {
          out[column * rows + row] = data[row * columns + column] as number
        }
      }
    }
  }
  return out
}
