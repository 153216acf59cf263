import type { Orientation } from './formats/format'
import type { RasterImage } from './raster'

/** For each orientation: which stored pixel is at (x, y) of the upright picture. */
const sources: Record<
  Orientation,
  (x: number, y: number, width: number, height: number) => readonly [x: number, y: number]
> = {
  1: (x, y) => [x, y],
  2: (x, y, width) => [width - 1 - x, y],
  3: (x, y, width, height) => [width - 1 - x, height - 1 - y],
  4: (x, y, _width, height) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _width, height) => [y, height - 1 - x],
  7: (x, y, width, height) => [width - 1 - y, height - 1 - x],
  8: (x, y, width) => [width - 1 - y, x],
}

/** Turns stored pixels upright, as EXIF's orientation says. */
export function turnUpright(image: RasterImage, orientation: Orientation): RasterImage {
  if (orientation === 1) return image
  const { width, height, channels, data } = image
  const turned = orientation > 4
  const [across, down] = turned ? [height, width] : [width, height]
  const source = sources[orientation]
  // Positions in the stored pixels are linear in x and y.
  const at = (x: number, y: number): number => {
    const [column, row] = source(x, y, width, height)
    return (row * width + column) * channels
  }
  const start = at(0, 0)
  const [perColumn, perRow] = [at(1, 0) - start, at(0, 1) - start]
  const upright = new Uint8Array(data.length)
  let to = 0
  for (let y = 0; y < down; y++) {
    let from = start + y * perRow
    for (let x = 0; x < across; x++, from += perColumn) {
      for (let c = 0; c < channels; c++) upright[to++] = data[from + c] ?? 0
    }
  }
  return { width: across, height: down, channels, data: upright }
}
