import { featureMatrix } from '../../features/feature-matrix'
import { imageLength } from '../batches'
import type { FeatureNet, NetImages } from '../feature-net'
import { hashOfDefinition } from './definition'

/** Height and width that images are averaged to; smaller ones stay as they are. */
const GRID = 8

/**
 * The pixels themselves, averaged over at most 8x8 areas, from 0 black to 1 white: a baseline
 * without any net. It captures colours and coarse layout, but no edges or strokes: it cannot tell
 * sharp images from blurred ones.
 */
export function openPixels(shape: NetImages): FeatureNet {
  const { size, channels } = shape
  const cells = Math.min(GRID, size)
  const dim = cells * cells * channels
  const definition = { kind: 'pixels', version: 1, size, channels, cells }
  const areas = areasOf(size, cells)
  return {
    identity: {
      id: 'pixels',
      title: `Pixels (${cells}x${cells} averages)`,
      sha256: hashOfDefinition(definition),
      dim,
      weak: true,
    },
    run(images, count) {
      const length = imageLength(shape)
      const features = new Float32Array(count * dim)
      for (let i = 0; i < count; i++) {
        const image = images.subarray(i * length, (i + 1) * length)
        features.set(averaged(image, shape, areas), i * dim)
      }
      return Promise.resolve({ features: featureMatrix(features, dim) })
    },
    dispose: () => undefined,
  }
}

/** The pixels that a cell covers along one axis, and each one's share; the shares sum to 1. */
type Area = readonly { pixel: number; share: number }[]

function areasOf(size: number, cells: number): Area[] {
  const ratio = size / cells
  return Array.from({ length: cells }, (_, cell) => {
    const [begin, end] = [cell * ratio, (cell + 1) * ratio]
    const pixels = Array.from({ length: size }, (_, pixel) => ({
      pixel,
      share: Math.max(0, Math.min(end, pixel + 1) - Math.max(begin, pixel)) / ratio,
    }))
    return pixels.filter(({ share }) => share > 0)
  })
}

/** image [size, size, channels] -> [cells, cells, channels], from 0 to 1 */
function averaged(
  image: Uint8Array,
  { size, channels }: NetImages,
  areas: readonly Area[],
): Float32Array {
  const cells = areas.length
  const averages = new Float32Array(cells * cells * channels)
  areas.forEach((rows, y) => {
    areas.forEach((columns, x) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (const row of rows) {
          for (const column of columns) {
            const value = image[(row.pixel * size + column.pixel) * channels + c] as number
            sum += row.share * column.share * value
          }
        }
        averages[(y * cells + x) * channels + c] = sum / 255
      }
    })
  })
  return averages
}
