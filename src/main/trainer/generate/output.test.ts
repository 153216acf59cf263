import { decode } from 'fast-png'
import { expect, test } from 'vitest'
import { RandomStream } from '../../gan/random/random'
import { encodeImagePng } from '../../image/encode'
import { pixelBytes } from './output'

test.each([1, 3])(
  'bytes of %i channels are those of the PNGs, beyond the range and NaN too',
  async (channels) => {
    const size = 6
    const length = channels * size * size
    const pixels = RandomStream.seeded(1).fillNormal(new Float32Array(4 * length))
    pixels.set([NaN, Infinity, -Infinity, -1, 1, 0])
    const bytes = pixelBytes(pixels, { size, channels })
    for (let n = 0; n < 4; n++) {
      const image = pixels.subarray(n * length, (n + 1) * length)
      const png = await encodeImagePng({ pixels: image, height: size, width: size, channels })
      expect(Buffer.from(decode(png).data)).toEqual(
        Buffer.from(bytes.subarray(n * length, (n + 1) * length)),
      )
    }
  },
)
