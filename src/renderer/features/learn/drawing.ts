import { inputOf, shapesOf } from '../../../contract/architectures/shapes'
import type { Shape, SizedLayer } from '../../../contract/architectures/shapes'
import type { NetworkSpec } from '../../../contract/architectures/spec'

/** A drawing of a network: the data that flows through it, step by step. */
export interface Drawing {
  steps: readonly Shape[]
  /** Residual layers: the step that each starts from, and the step that it is added to. */
  skips: readonly { from: number; to: number }[]
}

/**
 * The input, and the output of each layer with weights. Element-wise layers have no step of their
 * own; a vector that was flattened from images, or is about to become images, is drawn as images.
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
