import { normalsOf, wordsFor } from './ziggurat'

/**
 * A random stream with a state of only four words, which fits into a checkpoint. xoshiro128** by
 * Blackman and Vigna (2018), seeded through SplitMix32.
 */
export class RandomStream {
  private readonly s: Uint32Array

  private constructor(state: ArrayLike<number>) {
    this.s = Uint32Array.from(state)
  }

  /** Streams with the same seed but different names are independent. */
  static seeded(seed: number, ...name: readonly (string | number)[]): RandomStream {
    let h = seed >>> 0
    for (const character of name.join('/')) {
      h = mix((h ^ (character.codePointAt(0) ?? 0)) + 0x9e3779b9)
    }
    const state = new Uint32Array(4)
    for (let i = 0; i < 4; i++) {
      h = (h + 0x9e3779b9) >>> 0
      state[i] = mix(h)
    }
    // All-zero is the one state the generator cannot leave.
    if (state.every((word) => word === 0)) state[0] = 1
    return new RandomStream(state)
  }

  static restored(state: readonly number[]): RandomStream {
    return new RandomStream(state)
  }

  get state(): number[] {
    return [...this.s]
  }

  /** Sets the state, which may be that of another stream. */
  restore(state: readonly number[]): void {
    if (state.length !== 4) throw new Error(`a random stream has four words, not ${state.length}`)
    this.s.set(state)
  }

  /** The next 32 random bits. */
  next(): number {
    const s = this.s as unknown as [number, number, number, number]
    const result = Math.imul(rotateLeft(Math.imul(s[1], 5), 7), 9) >>> 0
    const t = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= t
    s[3] = rotateLeft(s[3], 11)
    return result
  }

  /** Uniform in [0, 1), on a grid of 2^-32. */
  uniform(): number {
    return this.next() * 2 ** -32
  }

  /** Fills with U(0, 1), on a grid of 2^-24, which float32 holds exactly. */
  fillUnit(out: Float32Array): Float32Array {
    for (let i = 0; i < out.length; i++) out[i] = (this.next() >>> 8) * 2 ** -24
    return out
  }

  /** A whole number in [0, bound), without bias. */
  below(bound: number): number {
    const limit = 2 ** 32 - (2 ** 32 % bound)
    let draw = this.next()
    while (draw >= limit) draw = this.next()
    return draw % bound
  }

  /** Fills with N(0, 1); the next call depends only on the state afterwards. */
  fillNormal(out: Float32Array): Float32Array {
    const next = (): number => this.next()
    for (let start = 0; start < out.length; start += AT_ONCE) {
      const count = Math.min(AT_ONCE, out.length - start)
      this.fillWords(wordsFor(count))
      normalsOf(words, { out, start, count }, next)
    }
    return out
  }

  /** Draws like {@link next}, with the state in local variables for speed. */
  private fillWords(count: number): void {
    let [a, b, c, d] = this.s as unknown as [number, number, number, number]
    for (let i = 0; i < count; i++) {
      words[i] = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9)
      const t = b << 9
      c ^= a
      d ^= b
      b ^= c
      a ^= d
      c ^= t
      d = rotateLeft(d, 11)
    }
    this.s.set([a, b, c, d])
  }

  /** Fills with U(-bound, bound). */
  fillUniform(out: Float32Array, bound: number): Float32Array {
    for (let i = 0; i < out.length; i++) out[i] = (2 * this.uniform() - 1) * bound
    return out
  }

  /** 0 to count-1 in random order (Fisher and Yates). */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const kept = order[i] as number
      order[i] = order[j] as number
      order[j] = kept
    }
    return order
  }
}

/** Normal numbers drawn at a time; few enough to keep their words in the first-level cache. */
const AT_ONCE = 256
const words = new Int32Array(wordsFor(AT_ONCE))

const rotateLeft = (x: number, k: number): number => (x << k) | (x >>> (32 - k))

const mix = (x: number): number => {
  let z = x >>> 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}
