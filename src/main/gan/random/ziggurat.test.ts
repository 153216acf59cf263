import { afterEach, describe, expect, it, vi } from 'vitest'
import { RandomStream } from './random'
import { expOfMinus, logOf } from './ziggurat'

const draw = (count: number, ...name: (string | number)[]): Float32Array =>
  RandomStream.seeded(7, ...name).fillNormal(new Float32Array(count))

/** The standard normal distribution from -8 to 8, its density integrated by Simpson's rule. */
const distribution = (() => {
  const steps = 16_000
  const width = 16 / steps
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
  const sums = new Float64Array(steps + 1)
  for (let i = 1; i <= steps; i++) {
    const [a, b] = [-8 + (i - 1) * width, -8 + i * width]
    const area = (density(a) + 4 * density((a + b) / 2) + density(b)) * (width / 6)
    sums[i] = (sums[i - 1] ?? 0) + area
  }
  return (x: number): number => {
    const at = (x + 8) / width
    const [low, high] = [sums[Math.floor(at)] ?? 0, sums[Math.floor(at) + 1] ?? 1]
    return low + (high - low) * (at - Math.floor(at))
  }
})()

const COUNT = 1_000_000
/**
 * The number of standard errors that a test allows; chance exceeds it once in a few thousand tests.
 */
const ERRORS = 4

describe('normal numbers', () => {
  const values = draw(COUNT, 'shape')

  it('pass the Kolmogorov-Smirnov test', () => {
    const sorted = values.slice().sort()
    const distance = sorted.reduce((max, value, i) => {
      const wanted = distribution(value)
      return Math.max(max, wanted - i / COUNT, (i + 1) / COUNT - wanted)
    }, 0)
    expect(distance).toBeLessThan(1.95 / Math.sqrt(COUNT))
  })

  it('occur with the expected frequency in each of 400 narrow bins', () => {
    const bins = 400
    const counts = new Float64Array(bins)
    for (const value of values) {
      const bin = Math.floor(distribution(value) * bins)
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    const expected = COUNT / bins
    const chi2 = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(Math.abs(chi2 - (bins - 1))).toBeLessThan(ERRORS * Math.sqrt(2 * (bins - 1)))
  })

  it('have the moments of the distribution', () => {
    const [moments, variances] = [
      [0, 1, 0, 3, 0, 15],
      [1, 2, 15, 96, 945, 10_170],
    ] as const
    moments.forEach((wanted, k) => {
      const sum = values.reduce((total, value) => total + value ** (k + 1), 0)
      const error = Math.sqrt((variances[k] ?? NaN) / COUNT)
      expect(Math.abs(sum / COUNT - wanted), `moment ${k + 1}`).toBeLessThan(ERRORS * error)
    })
  })

  it.each([3, 3.6541528853610088, 4, 4.4])('exceed %f as often as expected', (bound) => {
    const wanted = COUNT * (1 - distribution(bound))
    const beyond = (sign: number): number => values.filter((value) => sign * value > bound).length
    for (const sign of [-1, 1]) {
      expect(Math.abs(beyond(sign) - wanted)).toBeLessThan(ERRORS * Math.sqrt(wanted))
    }
  })

  it.each([1, 2, 3, 4, 5, 64, 100, 256])('are independent of those %i later', (lag) => {
    const correlation = (of: (value: number) => number): number => {
      let sum = 0
      for (let i = lag; i < COUNT; i++) sum += of(values[i] ?? NaN) * of(values[i - lag] ?? NaN)
      return sum / (COUNT - lag)
    }
    const limit = ERRORS / Math.sqrt(COUNT)
    expect(Math.abs(correlation((x) => x))).toBeLessThan(limit)
    expect(Math.abs(correlation((x) => (x * x - 1) / Math.SQRT2))).toBeLessThan(limit)
  })

  it('are independent of those with another name or a neighbouring seed', () => {
    const others = [
      draw(COUNT, 'other'),
      RandomStream.seeded(8, 'shape').fillNormal(values.slice()),
    ]
    for (const other of others) {
      const sum = values.reduce((total, value, i) => total + value * (other[i] ?? NaN), 0)
      expect(Math.abs(sum / COUNT)).toBeLessThan(ERRORS / Math.sqrt(COUNT))
    }
  })
})

describe('the stream of normal numbers', () => {
  afterEach(() => vi.restoreAllMocks())

  // From an independent implementation in Python.
  it('has these values', () => {
    const stream = RandomStream.seeded(7, 'golden')
    const first = stream.fillNormal(new Float32Array(300))
    expect([...first.slice(0, 4), ...first.slice(-2)]).toEqual([
      0.737899661064148, 2.5819671154022217, -0.07268332690000534, -1.0695128440856934,
      0.6917756199836731, 0.28998276591300964,
    ])
    expect(stream.state).toEqual([3469798236, 3801498527, 3536823885, 3979489843])
    const long = RandomStream.seeded(7, 'golden')
    const values = long.fillNormal(new Float32Array(20_000))
    expect([Math.max(...values), Math.min(...values)]).toEqual([
      3.9758005142211914, -3.7787718772888184,
    ])
    expect(long.state).toEqual([1668182783, 3226121724, 1490707866, 2983042752])
  })

  it.each([0, 1, 3, 4, 255, 256, 257, 1000])(
    'continues from its state after %i numbers',
    (count) => {
      const stream = RandomStream.seeded(3, 'noise')
      stream.fillNormal(new Float32Array(count))
      const restored = RandomStream.restored(stream.state)
      const [a, b] = [stream, restored].map((one) => one.fillNormal(new Float32Array(5000)))
      expect(a).toEqual(b)
      expect(stream.state).toEqual(restored.state)
    },
  )

  it('uses no function that JavaScript engines may round differently', async () => {
    const wanted = draw(20_000, 'exact')
    const inexact = ['exp', 'log', 'cos', 'sin', 'pow', 'expm1', 'log1p'] as const
    for (const name of inexact) vi.spyOn(Math, name).mockReturnValue(NaN)
    vi.resetModules()
    const fresh = await import('./random')
    const stream = fresh.RandomStream.seeded(7, 'exact')
    expect(stream.fillNormal(new Float32Array(20_000))).toEqual(wanted)
  })
})

it('has an exponential and a logarithm that are right to the last digits', () => {
  for (let i = 1; i <= 10_000; i++) {
    const [t, x] = [i / 1010, i / 10_000]
    expect(Math.abs(expOfMinus(t) / Math.exp(-t) - 1)).toBeLessThan(1e-13)
    expect(Math.abs(logOf(x) - Math.log(x))).toBeLessThan(1e-15 * (1 + Math.abs(Math.log(x))))
  }
  expect(expOfMinus(0)).toBe(1)
  expect(logOf(1)).toBe(0)
  const least = 2 ** -33
  expect(Math.abs(logOf(least) / Math.log(least) - 1)).toBeLessThan(1e-15)
})
