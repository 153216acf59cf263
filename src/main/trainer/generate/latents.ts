import type { GenerateJob } from '../../../contract/trainer'
import { RandomStream } from '../../gan/random/random'

type LatentSource = Pick<GenerateJob, 'seed' | 'latentScale'>

/**
 * Fills with the latents of the next images of a seed, [n, latentDim]. Images draw their latents in
 * order, so a larger count does not change the first ones.
 */
function drawLatents(
  stream: RandomStream,
  latents: Float32Array,
  latentDim: number,
  { latentScale }: LatentSource,
): void {
  for (let at = 0; at < latents.length; at += latentDim) {
    stream.fillNormal(latents.subarray(at, at + latentDim))
  }
  if (latentScale === 1) return
  for (let i = 0; i < latents.length; i++) latents[i] = (latents[i] as number) * latentScale
}

const latentStream = ({ seed }: LatentSource): RandomStream => RandomStream.seeded(seed, 'generate')

/**
 * Yields the latents of images 0 to count - 1 in portions.
 *
 * @returns [n, latentDim] at a time, n at most `portion`
 */
export function* latentPortions(
  latentDim: number,
  source: LatentSource,
  count: number,
  portion: number,
): Generator<Float32Array> {
  const stream = latentStream(source)
  for (let done = 0; done < count; done += portion) {
    const latents = new Float32Array(Math.min(portion, count - done) * latentDim)
    drawLatents(stream, latents, latentDim, source)
    yield latents
  }
}

/**
 * Latents on the path from image `from` to image `to` of a seed; both ends are exact.
 *
 * @returns [count, latentDim]
 */
export function latentsBetween(
  latentDim: number,
  source: LatentSource,
  { from, to }: { from: number; to: number },
  count: number,
): Float32Array {
  const stream = latentStream(source)
  const latent = new Float32Array(latentDim)
  let [a, b] = [latent, latent]
  for (let i = 0; i <= Math.max(from, to); i++) {
    drawLatents(stream, latent, latentDim, source)
    if (i === from) a = latent.slice()
    if (i === to) b = latent.slice()
  }
  const latents = new Float32Array(count * latentDim)
  for (let i = 0; i < count; i++) {
    latents.set(slerp(a, b, count === 1 ? 0 : i / (count - 1)), i * latentDim)
  }
  return latents
}

/**
 * Spherical interpolation (Shoemake, 1985). A straight line between two normal latents would pass
 * much closer to the origin than latents in training, where images are blurred.
 *
 * @param t from 0, exactly `a`, to 1, exactly `b`
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  if (t === 0) return a
  if (t === 1) return b
  const [wa, wb] = weights(angleBetween(a, b), t)
  return a.map((value, i) => wa * value + wb * (b[i] ?? 0))
}

function weights(angle: number, t: number): [number, number] {
  const sine = Math.sin(angle)
  // Linear if the vectors are almost parallel, opposite (where the arc is not unique) or zero.
  if (!(sine >= 1e-6)) return [1 - t, t]
  return [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine]
}

function angleBetween(a: Float32Array, b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0]
  a.forEach((x, i) => {
    const y = b[i] ?? 0
    ab += x * y
    aa += x * x
    bb += y * y
  })
  const cosine = ab / Math.sqrt(aa * bb)
  return Math.acos(Math.min(1, Math.max(-1, cosine)))
}
