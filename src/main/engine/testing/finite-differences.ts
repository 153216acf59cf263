import { engine } from '@tensorflow/tfjs-core'
import type { Tensor } from '@tensorflow/tfjs-core'
import { numbers } from '../ops/cases'

/** Arrays of numbers, one per input. */
export type Point = readonly Float32Array[]

/** Gradients with respect to several tensors; undefined if there is none. May be nested. */
export const gradientsOf = (f: () => Tensor, xs: Tensor[]): (Tensor | undefined)[] =>
  engine().gradients(f, xs, undefined, true).grads as (Tensor | undefined)[]

export const readGradients = (f: () => Tensor, xs: Tensor[]): Float32Array[] =>
  gradientsOf(f, xs).map(
    (gradient, i) => gradient?.dataSync<'float32'>() ?? new Float32Array(xs[i]?.size ?? 0),
  )

export const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0)

const lengthOf = (values: ArrayLike<number>): number => Math.sqrt(dot(values, values))

/**
 * The largest error of a gradient, relative to its length: each input is moved a little both ways,
 * in two patternless directions and along the gradient.
 *
 * @param f evaluated as exactly as float32 outputs allow
 */
export function gradientError(
  f: (at: Point) => number,
  at: Point,
  gradient: Point,
  step = 1e-2,
): number {
  const errors = at.flatMap((values, i) => {
    const own = gradient[i] ?? new Float32Array()
    const directions = [numbers(values.length, 11 + i), numbers(values.length, 23 + i), own]
    return directions.map((direction) => {
      const largest = direction.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
      if (largest === 0) return 0
      const moved = (by: number): Float32Array =>
        values.map((value, k) => value + (by * (direction[k] ?? 0)) / largest)
      const [ahead, behind] = [moved(step), moved(-step)]
      const difference = ahead.map((value, k) => value - (behind[k] ?? NaN))
      const change = (to: Float32Array): number => f(at.map((old, k) => (k === i ? to : old)))
      const found = change(ahead) - change(behind)
      const expected = dot(own, difference)
      const usual = (lengthOf(own) * lengthOf(difference)) / Math.sqrt(values.length)
      const scale = Math.max(Math.abs(found), Math.abs(expected), usual)
      return scale === 0 ? 0 : Math.abs(found - expected) / scale
    })
  })
  return Math.max(...errors)
}
