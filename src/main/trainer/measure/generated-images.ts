import { imagesAtOnce, makeImages } from '../../gan/make-images'
import type { Network } from '../../gan/layers/network'
import type { LoadedGenerator } from '../generate/load'
import { refuseNotFinite } from '../generate/image-maker'
import { latentPortions } from '../generate/latents'
import { pixelBytes } from '../generate/output'
import type { ImageSource } from './feature-set'

interface Wanted {
  seed: number
  count: number
  /** [count], if the generator is class-conditional. */
  labels: Int32Array | undefined
}

/** The images that `generate` makes from a seed, with the running averages of batch norm. */
export function generatedImages(loaded: LoadedGenerator, wanted: Wanted): ImageSource {
  const { network, state, shape, where } = loaded
  return {
    count: wanted.count,
    length: shape.size * shape.size * shape.channels,
    *portions() {
      network.loadStateDict(state, where)
      const frozen = network.frozen()
      try {
        yield* generatedPortions(loaded, frozen, wanted)
      } finally {
        frozen.dispose()
      }
    },
  }
}

/**
 * Makes images portion by portion, as bytes. All portions have the same number of images, since
 * smaller portions may be rounded differently; surplus images of the last one are dropped.
 *
 * @returns [n, size, size, channels] at a time
 * @throws StudioError `checkpoint` if pixels are not finite
 */
function* generatedPortions(
  { shape, where }: Pick<LoadedGenerator, 'shape' | 'where'>,
  network: Network,
  { seed, count, labels }: Wanted,
): Generator<Uint8Array> {
  const { latentDim, size, channels } = shape
  const length = size * size * channels
  const portion = Math.min(PORTION, imagesAtOnce(length))
  const whole = Math.ceil(count / portion) * portion
  let made = 0
  for (const latents of latentPortions(latentDim, { seed, latentScale: 1 }, whole, portion)) {
    const own = labels && filled(labels.subarray(made, made + portion), portion)
    const pixels = makeImages(network, latents, latentDim, own)
    const wanted = pixels.subarray(0, Math.min(portion, count - made) * length)
    refuseNotFinite(wanted, shape, where)
    made += portion
    yield pixelBytes(wanted, shape)
  }
}

/** Images made at a time: enough to keep the engine busy, and a fraction of a second's work. */
const PORTION = 500

function filled(labels: Int32Array, length: number): Int32Array {
  if (labels.length === length) return labels
  const all = new Int32Array(length)
  all.set(labels)
  return all
}
