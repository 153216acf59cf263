/*
 * Normal numbers by the ziggurat of Marsaglia and Tsang (2000): the area under the density is
 * divided into layers of equal area; a layer is drawn at random, then a position in it. Most
 * positions are where the layer is entirely under the density, which costs two products. As Doornik
 * (2005) recommends, the layer and the position use different random bits.
 *
 * Only operations whose rounding IEEE 754 specifies are used. The last bits of Math.exp and
 * Math.log depend on the JavaScript engine, but a seed must give the same numbers everywhere.
 */

const LAYERS = 256
/**
 * The start of the tail, where the lowest layer's box ends, and the area of each layer, for 256
 * layers.
 */
const TAIL = 3.6541528853610088
const AREA = 0.00492867323399

/** e^-t for 0 <= t < 10: a Taylor series at t / 64, squared six times. */
export function expOfMinus(t: number): number {
  const x = -t / 64
  let sum = 1
  for (let n = 12; n > 0; n--) sum = 1 + (sum * x) / n
  for (let i = 0; i < 6; i++) sum *= sum
  return sum
}

/** The natural logarithm of 0 < x <= 1: of its mantissa m, as 2 artanh((m - 1) / (m + 1)). */
export function logOf(x: number): number {
  let [mantissa, halvings] = [x, 0]
  for (; mantissa < Math.SQRT1_2; halvings++) mantissa *= 2
  const z = (mantissa - 1) / (mantissa + 1)
  let sum = 0
  for (let n = 23; n > 0; n -= 2) sum = sum * z * z + 1 / n
  return 2 * z * sum - halvings * Math.LN2
}

const density = (x: number): number => expOfMinus((x * x) / 2)

/** The right end of each layer, from the lowest, whose area includes the tail, to 0 at the top. */
const edges = new Float64Array(LAYERS + 1)
edges[0] = AREA / density(TAIL)
edges[1] = TAIL
for (let i = 2; i < LAYERS; i++) {
  const before = edges[i - 1] as number
  edges[i] = Math.sqrt(-2 * logOf(AREA / before + density(before)))
}
const heights = edges.map(density)
/** The factor from 32 signed random bits, shifted by a half, to a position in the layer. */
const scales = edges.map((edge) => edge * 2 ** -31)
/** The largest absolute value of those bits for which the layer is entirely under the density. */
const inner = edges.map((edge, i) => ((edges[i + 1] ?? 0) / edge) * 2 ** 31)

/** The number of random words that {@link normalsOf} needs for `count` numbers. */
export const wordsFor = (count: number): number => count + Math.ceil(count / 4)

/**
 * Writes N(0, 1) to out[start] and the `count - 1` numbers after it.
 *
 * @param words [wordsFor(count)]: first the layers, four per word, then the positions
 * @param next returns 32 more random bits, for the few numbers that need them
 */
export function normalsOf(
  words: Int32Array,
  { out, start, count }: { out: Float32Array; start: number; count: number },
  next: () => number,
): void {
  const places = wordsFor(count) - count
  for (let i = 0; i < count; i++) {
    const layer = ((words[i >> 2] as number) >>> ((i & 3) << 3)) & 255
    const place = (words[places + i] as number) + 0.5
    out[start + i] =
      Math.abs(place) < (inner[layer] as number)
        ? place * (scales[layer] as number)
        : atTheEdge(layer, place, next)
  }
}

/** Handles a position that may be above the density: draws new ones until one is below it. */
function atTheEdge(layer: number, place: number, next: () => number): number {
  for (;;) {
    const x = place * (scales[layer] as number)
    if (Math.abs(place) < (inner[layer] as number)) return x
    if (layer === 0) return place < 0 ? -tail(next) : tail(next)
    const [low, high] = [heights[layer] as number, heights[layer + 1] as number]
    if (low + (next() + 0.5) * 2 ** -32 * (high - low) < density(x)) return x
    layer = next() & 255
    place = (next() | 0) + 0.5
  }
}

/** A number beyond TAIL, by Marsaglia (1964). */
function tail(next: () => number): number {
  for (;;) {
    const beyond = -logOf((next() + 0.5) * 2 ** -32) / TAIL
    if (-2 * logOf((next() + 0.5) * 2 ** -32) > beyond * beyond) return TAIL + beyond
  }
}
