import type { NetInput } from '../../../contract/feature-nets/document'
import { convertChannels, resizeImages } from '../../image/resize'
import { imageLength } from './batches'
import type { NetImages } from './feature-net'

/**
 * Makes the function that turns images into a net's input. If the net takes another size, images
 * are resized with the same filter as training images. Each byte then becomes (byte / 255 * range -
 * mean) / deviation, with channels first.
 *
 * @param given the images' size and channels
 * @returns a function from images, [N, size, size, channels] bytes, to the net's input, [N,
 *   channels, size, size]
 */
export function pixelsFor(input: NetInput, given: NetImages): (images: Uint8Array) => Float32Array {
  const { size, channels } = input
  const tables = Array.from({ length: channels }, (_, c) => tableOf(input, c))
  const area = size * size
  return (images) => {
    const bytes = sized(images, given, input)
    const values = new Float32Array(bytes.length)
    let to = 0
    for (let image = 0; image < bytes.length; image += area * channels) {
      tables.forEach((table, c) => {
        for (let i = 0; i < area; i++) {
          values[to++] = table[bytes[image + i * channels + c] as number] as number
        }
      })
    }
    return values
  }
}

/** The images in the net's size and channels. */
function sized(images: Uint8Array, given: NetImages, to: NetInput): Uint8Array {
  const { size, channels } = given
  const shape = { count: images.length / imageLength(given), width: size, height: size, channels }
  const resized = resizeImages(images, shape, to.size)
  return convertChannels(resized, channels === 1 ? 1 : 3, to.channels)
}

/** The input value of each byte, for one channel. */
function tableOf({ range, mean, deviation }: NetInput, channel: number): Float32Array {
  const of = (numbers: readonly number[]): number => (numbers[channel] ?? numbers[0]) as number
  return Float32Array.from(
    { length: 256 },
    (_, byte) => ((byte / 255) * range - of(mean)) / of(deviation),
  )
}
