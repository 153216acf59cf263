/**
 * The axes of a row-major array in another order.
 *
 * @param shape of `data`
 * @param order the axes of `data` that become first, second and so on
 */
export function permuted(
  data: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array {
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
