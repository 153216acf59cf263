import type { Dataset } from '../../../contract/datasets/dataset'
import type { Variety } from '../../../contract/alarms/variety'
import { lowerGram } from '../../metrics/linear/gram'
import { symmetricEigenvalues } from '../../metrics/linear/symmetric-eigenvalues'

/** The maximum number of values used per image; more would take too long for large images. */
const MOST_VALUES = 4096

/**
 * Measures how much images differ; see {@link Variety}.
 *
 * @param pixels [count, length], finite
 */
export function varietyOf(pixels: Float32Array, count: number): Pick<Variety, 'spread' | 'rank'> {
  const rows = centred(pixels, count)
  if (count < 2 || rows.dim === 0) return { spread: 0, rank: 0 }
  const { data, dim } = rows
  const squares = new Float64Array(dim)
  for (let i = 0; i < data.length; i++) {
    const k = i % dim
    squares[k] = (squares[k] as number) + (data[i] as number) ** 2
  }
  const spread = squares.reduce((sum, square) => sum + Math.sqrt(square / count), 0) / dim
  return { spread, rank: effectiveRank(symmetricEigenvalues(lowerGram(rows))) }
}

/** The variety of images that are evenly spaced in a data set. */
export function varietyOfData(
  { images, count: available, channels, imageSize }: Dataset,
  wanted: number,
): Pick<Variety, 'spread' | 'rank'> {
  const count = Math.min(wanted, available)
  const indices = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * available) / count))
  const pixels = new Float32Array(count * channels * imageSize * imageSize)
  images.gather(indices, pixels)
  return varietyOf(pixels, count)
}

/** Evenly spaced values of every image, minus their mean over the images. */
function centred(pixels: Float32Array, count: number) {
  const length = pixels.length / count
  const stride = Math.max(1, Math.ceil(length / MOST_VALUES))
  const dim = Math.ceil(length / stride)
  const data = new Float64Array(count * dim)
  for (let k = 0; k < dim; k++) {
    let mean = 0
    for (let i = 0; i < count; i++) mean += (pixels[i * length + k * stride] as number) / count
    for (let i = 0; i < count; i++) {
      data[i * dim + k] = (pixels[i * length + k * stride] as number) - mean
    }
  }
  return { data, count, dim }
}

/** exp of the entropy of the singular values, whose squares are given (Roy and Vetterli 2007). */
function effectiveRank(squares: Float64Array): number {
  const largest = squares.reduce((most, square) => Math.max(most, square), 0)
  // Rounding turns zero eigenvalues into small ones of either sign.
  const roots = squares.map((square) => (square > largest * 1e-10 ? Math.sqrt(square) : 0))
  const sum = roots.reduce((total, root) => total + root, 0)
  if (sum === 0) return 0
  const shares = roots.map((root) => root / sum).filter((share) => share > 0)
  return Math.exp(shares.reduce((entropy, share) => entropy - share * Math.log(share), 0))
}
