import { inputOf, shapesOf } from '../../../contract/architectures/shapes'
import type { Shape, SizedLayer } from '../../../contract/architectures/shapes'
import type { NetworkSpec } from '../../../contract/architectures/spec'

/** What of a network is drawn: what flows through it, step by step. */
export interface Drawing {
  steps: readonly Shape[]
  /** Residual layers: the step they start from, and the one to which it is added. */
  skips: readonly { from: number; to: number }[]
}

/**
 * What goes in, and what each layer with weights gives. Layers that change each number by itself
 * are not told apart; a vector that becomes images, or was some, is drawn as these.
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
