import { grad, tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Arithmetic } from '../../contract/recipe/arithmetic'
import type { Loss } from '../../contract/recipe/losses/loss'
import { losses } from '../../contract/recipe/losses/losses'
import { plainArithmetic } from '../../contract/recipe/plain-arithmetic'
import { openEngine } from '../engine/open'
import { arithmetic } from './arithmetic'

/*
 * Every loss, as the training step computes it, compared with plain arithmetic in double precision;
 * its gradients, with finite differences of that.
 */

type Logits<T> = { real: T; fake: T }
interface Part {
  name: string
  loss<T>(logits: Logits<T>, a: Arithmetic<T>): T
  /** The logits that it depends on. */
  uses: readonly ('real' | 'fake')[]
}

const partsOf = (loss: Loss): Part[] => [
  { name: 'D', loss: (logits, a) => loss.discriminator(logits, a), uses: ['real', 'fake'] },
  {
    name: 'G',
    loss: (logits, a) => loss.generator(logits, a),
    uses: loss.pairs === true ? ['real', 'fake'] : ['fake'],
  },
]

/** Away from the kinks of a hinge at 1 and -1. */
const logits: Logits<readonly number[]> = {
  real: [-9.1, -1.3, -0.2, 0, 0.4, 1.7, 6.5],
  fake: [2.5, -0.6, 0.3, 0, -3.1, 0.8, -7.7],
}
const extreme: Logits<readonly number[]> = {
  real: [1e4, -1e4, 1e4, -1e4],
  fake: [1e4, -1e4, -1e4, 1e4],
}
const column = (values: readonly number[]): Tensor => tensor2d([...values], [values.length, 1])

function computed({ loss, uses }: Part, { real, fake }: Logits<readonly number[]>) {
  return tidy(() => {
    const given = { real: column(real), fake: column(fake) }
    const gradient = (by: 'real' | 'fake'): number[] => [
      ...grad((x) => loss({ ...given, [by]: x }, arithmetic) as Scalar)(given[by]).dataSync(),
    ]
    return {
      value: loss(given, arithmetic).dataSync()[0],
      gradients: uses.map((by) => ({ by, slopes: gradient(by) })),
    }
  })
}

function plain({ loss }: Part, changes: Partial<Logits<readonly number[]>> = {}): number {
  const { real, fake } = { ...logits, ...changes }
  const [value = NaN] = loss(
    { real: Float64Array.from(real), fake: Float64Array.from(fake) },
    plainArithmetic,
  )
  return value
}

const H = 1e-5

function finiteDifferences(part: Part, by: 'real' | 'fake'): number[] {
  return logits[by].map((_, i) => {
    const moved = (h: number) => logits[by].map((value, k) => (k === i ? value + h : value))
    return (plain(part, { [by]: moved(H) }) - plain(part, { [by]: moved(-H) })) / (2 * H)
  })
}

beforeAll(() => openEngine('cpu', 1))

describe.each(Object.entries<Loss>(losses))('%s', (_, loss) => {
  it.each(partsOf(loss))('has the value and gradients of plain arithmetic: $name', (part) => {
    const { value, gradients } = computed(part, logits)
    expect(value).toBeCloseTo(plain(part), 5)
    for (const { by, slopes } of gradients) {
      const expected = finiteDifferences(part, by)
      slopes.forEach((slope, i) => expect(slope, `${by} ${i}`).toBeCloseTo(expected[i] ?? NaN, 5))
    }
  })

  it.each(partsOf(loss))('is finite at logits of 10,000, gradients too: $name', (part) => {
    const { value, gradients } = computed(part, extreme)
    expect([value, ...gradients.flatMap(({ slopes }) => slopes)].every(Number.isFinite)).toBe(true)
  })
})
