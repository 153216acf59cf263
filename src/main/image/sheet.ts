import type { ByteImage } from './png'

/**
 * Draws images in rows of `columns`, without padding; the places after the last image are black.
 *
 * @param images bytes [height, width, channels] each
 */
export function drawSheet(
  images: readonly Uint8Array[],
  { width, height, channels }: Omit<ByteImage, 'data'>,
  columns: number,
): ByteImage {
  const rows = Math.max(1, Math.ceil(images.length / columns))
  const across = Math.max(1, columns) * width
  const data = new Uint8Array(across * rows * height * channels)
  images.forEach((image, i) => {
    const left = (i % columns) * width
    const top = Math.floor(i / columns) * height
    for (let y = 0; y < height; y++) {
      const row = image.subarray(y * width * channels, (y + 1) * width * channels)
      data.set(row, ((top + y) * across + left) * channels)
    }
  })
  return { data, width: across, height: rows * height, channels }
}
