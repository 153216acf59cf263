/*
 * im2col and col2im as plain loops: they convert between images and the matrices whose product is a
 * convolution (Chellapilla et al., 2006).
 */

export interface Unfolding {
  batch: number
  /** Sizes of the large image; those of the small image follow from them. */
  height: number
  width: number
  channels: number
  kernel: number
  stride: number
  padding: number
}

interface SmallImage {
  height: number
  width: number
  /** Positions of the filter in the whole batch. */
  rows: number
  /** Values under the filter at one position. */
  columns: number
}

export function smallImage(u: Unfolding): SmallImage {
  const places = (size: number): number =>
    Math.floor((size + 2 * u.padding - u.kernel) / u.stride) + 1
  const [height, width] = [places(u.height), places(u.width)]
  return {
    height,
    width,
    rows: u.batch * height * width,
    columns: u.kernel * u.kernel * u.channels,
  }
}

/**
 * im2col: writes the values under the filter at each position as one row.
 *
 * @param images [batch, height, width, channels]
 * @param out [rows, columns]; values outside an image are 0
 */
export function unfoldLoop(images: Float32Array, u: Unfolding, out: Float32Array): void {
  out.fill(0)
  eachPixel(u, (image, column) => {
    for (let c = 0; c < u.channels; c++) out[column + c] = images[image + c] as number
  })
}

/**
 * The transpose of {@link unfoldLoop}: adds each value of the rows to the pixel it came from
 * (col2im).
 */
export function foldLoop(rows: Float32Array, u: Unfolding, images: Float32Array): void {
  eachPixel(u, (image, column) => {
    for (let c = 0; c < u.channels; c++) {
      images[image + c] = (images[image + c] as number) + (rows[column + c] as number)
    }
  })
}

/**
 * Calls back with the offset of each pixel under each position of the filter, in the images and in
 * the rows.
 */
function eachPixel(u: Unfolding, visit: (image: number, column: number) => void): void {
  const small = smallImage(u)
  for (let row = 0; row < small.rows; row++) {
    const left = (row % small.width) * u.stride - u.padding
    const top = (Math.floor(row / small.width) % small.height) * u.stride - u.padding
    const image = Math.floor(row / (small.width * small.height)) * u.height
    for (let ky = Math.max(0, -top); ky < Math.min(u.kernel, u.height - top); ky++) {
      for (let kx = Math.max(0, -left); kx < Math.min(u.kernel, u.width - left); kx++) {
        visit(
          ((image + top + ky) * u.width + left + kx) * u.channels,
          row * small.columns + (ky * u.kernel + kx) * u.channels,
        )
      }
    }
  }
}
