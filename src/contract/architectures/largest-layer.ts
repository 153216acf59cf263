import { notice } from '../notices'
import type { Notice } from '../notices'
import { leafLayers } from './leaf-layers'
import { shapesOfBoth } from './shapes'
import { stateOf } from './state'
import type { NetworkRole, NetworkSpecs } from './spec'

/** Returns the place of the layer with the most trained weights, and their number. */
export function largestLayer(networks: NetworkSpecs): Notice {
  const shapes = shapesOfBoth(networks)
  const roles: readonly NetworkRole[] = ['generator', 'discriminator']
  const layers = roles.flatMap((role) => {
    const trained = stateOf(networks[role]).filter((tensor) => tensor.trained)
    return leafLayers(shapes[role]).map(({ name, type }) => {
      const weights = trained
        .filter((tensor) => tensor.name.startsWith(`${name}.`))
        .reduce((sum, { shape }) => sum + shape.reduce((all, axis) => all * axis, 1), 0)
      return { role, at: name.slice('model.'.length), type, weights }
    })
  })
  const [first, ...others] = layers
  if (first === undefined) throw new Error('networks have layers')
  const largest = others.reduce((most, one) => (one.weights > most.weights ? one : most), first)
  return notice('layerWithWeights', largest)
}
