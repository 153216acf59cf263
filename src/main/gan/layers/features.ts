import type { ImageShape } from '../../../contract/architectures/spec'
import type { Layout } from './parameters'

/**
 * The values of a vector: a plain number of them, or those of a flattened image. The engines
 * flatten an image with its channels last, PyTorch with its channels first; only a state dict shows
 * the difference.
 */
export type Features = number | ImageShape

/** A vector's axes in the engines, and their order in PyTorch. */
export interface Axes {
  count: number
  axes: number[]
  order: number[]
}

export function axesOf(features: Features): Axes {
  if (typeof features === 'number') return { count: features, axes: [features], order: [0] }
  const { channels, size } = features
  return { count: channels * size * size, axes: [size, size, channels], order: [2, 0, 1] }
}

/** The layout of a vector, if PyTorch orders it differently. */
export const layoutOf = ({ count, axes, order }: Axes): Layout | undefined =>
  axes.length === 1 ? undefined : { axes, order, shape: [count] }

/** The layout of a weight: [from,to] in the engines, [to,from] in PyTorch. */
export const matrixLayout = (from: Axes, to: Axes): Layout => ({
  axes: [...from.axes, ...to.axes],
  order: [...to.order.map((axis) => axis + from.axes.length), ...from.order],
  shape: [to.count, from.count],
})
