import type { GenerateJob } from '../../contract/trainer'
import { RandomStream } from '../gan/random'

type LatentSource = Pick<GenerateJob, 'seed' | 'latentScale'>

/**
 * The latents of images 0, 1, 2, ... of a seed, [latentDim] each; every image draws its own, so
 * that asking for more leaves the first ones as they are.
 */
function* drawLatents(latentDim: number, source: LatentSource): Generator<Float32Array> {
  const stream = RandomStream.seeded(source.seed, 'generate')
  for (;;) {
    const latent = stream.fillNormal(new Float32Array(latentDim))
    yield source.latentScale === 1 ? latent : latent.map((value) => value * source.latentScale)
  }
}

/**
 * The latents of images 0 to count - 1 in portions.
 *
 * @returns [n, latentDim] at a time, n at most `portion`
 */
export function* latentPortions(
  latentDim: number,
  source: LatentSource,
  count: number,
  portion: number,
): Generator<Float32Array> {
  const drawn = drawLatents(latentDim, source)
  for (let done = 0; done < count; done += portion) {
    const n = Math.min(portion, count - done)
    const latents = new Float32Array(n * latentDim)
    for (let i = 0; i < n; i++) latents.set(next(drawn), i * latentDim)
    yield latents
  }
}

/**
 * Latents on the way from image `from` to image `to` of a seed, both ends exact.
 *
 * @returns [count, latentDim]
 */
export function latentsBetween(
  latentDim: number,
  source: LatentSource,
  { from, to }: { from: number; to: number },
  count: number,
): Float32Array {
  const drawn = drawLatents(latentDim, source)
  let a = new Float32Array(0)
  let b = new Float32Array(0)
  for (let i = 0; i <= Math.max(from, to); i++) {
    const latent = next(drawn)
    if (i === from) a = Float32Array.from(latent)
    if (i === to) b = Float32Array.from(latent)
  }
  const latents = new Float32Array(count * latentDim)
  for (let i = 0; i < count; i++) {
    latents.set(slerp(a, b, count === 1 ? 0 : i / (count - 1)), i * latentDim)
  }
  return latents
}

function next(drawn: Generator<Float32Array>): Float32Array {
  return drawn.next().value as Float32Array
}

/**
 * Spherical interpolation (Shoemake, 1985): a straight line between two normal latents would
 * pass nearer to the origin than latents ever fall, where the generator is blurred.
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
  // Almost parallel, opposite, where no one arc is the shortest, or zero: there a line will do.
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
