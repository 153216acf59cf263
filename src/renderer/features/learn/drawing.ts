import { inputOf, shapesOf } from '../../../contract/architectures/shapes'
import type { Shape, SizedLayer } from '../../../contract/architectures/shapes'
import type { NetworkSpec } from '../../../contract/architectures/spec'

/** The data shapes to draw for a network, from input to output. */
export interface Drawing {
  steps: readonly Shape[]
  /** Residual shortcuts: indices of the shape where each starts and the shape it is added to. */
  skips: readonly { from: number; to: number }[]
}

/**
 * Returns the shapes of the input and of the output of each layer with weights. Element-wise layers
 * are omitted; a vector flattened from or reshaped to images is drawn as images.
 */
export function drawingOf(spec: NetworkSpec): Drawing {
  const steps: Shape[] = [inputOf(spec)]
  const skips: { from: number; to: number }[] = []
  const walk = (layers: readonly SizedLayer[]): void => {
    for (const layer of layers) {
      const last = steps.length - 1
      if (layer.type === 'residual') {
        walk(layer.main)
        if (steps.length - 1 > last) skips.push({ from: last, to: steps.length - 1 })
      } else if (layer.type === 'unflatten' && last > 0) {
        steps[last] = layer.output
      } else if (['linear', 'conv2d', 'convTranspose2d', 'unflatten'].includes(layer.type)) {
        steps.push(layer.output)
      }
    }
  }
  walk(shapesOf(spec))
  return { steps, skips }
}
