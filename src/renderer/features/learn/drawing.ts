import { inputOf, shapesOf } from '../../../contract/architectures/shapes'
import type { Shape, SizedLayer } from '../../../contract/architectures/shapes'
import type { NetworkSpec } from '../../../contract/architectures/spec'

/** The data shapes to draw for a network, from input to output. */
export interface Drawing {
  steps: readonly Shape[]
  /** Residual layers: indices of the shapes before and after each. */
  skips: readonly { from: number; to: number }[]
}

/**
 * Returns the shapes of the input and of the output of each layer with weights; a residual layer
 * counts as one, or deep networks would not fit. Element-wise layers are omitted; a vector flattened
 * from or reshaped to images is drawn as images.
 */
export function drawingOf(spec: NetworkSpec): Drawing {
  const steps: Shape[] = [inputOf(spec)]
  const skips: { from: number; to: number }[] = []
  for (const layer of shapesOf(spec)) {
    const last = steps.length - 1
    if (layer.type === 'unflatten') {
      if (last > 0) steps[last] = layer.output
      else steps.push(layer.output)
    } else if (hasWeights(layer)) {
      steps.push(layer.output)
      if (layer.type === 'residual') skips.push({ from: last, to: last + 1 })
    }
  }
  return { steps, skips }
}

const hasWeights = (layer: SizedLayer): boolean =>
  layer.type === 'residual'
    ? [...layer.main, ...layer.shortcut].some(hasWeights)
    : [
        'linear',
        'conv2d',
        'convTranspose2d',
        'labelEmbedding',
        'projectionHead',
        'classifierHead',
      ].includes(layer.type)
