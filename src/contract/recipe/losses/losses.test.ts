import { describe, expect, it } from 'vitest'
import { plainArithmetic as a } from '../plain-arithmetic'
import type { Loss } from './loss'
import { losses } from './losses'
import { outputOf } from './output'

const HAN = /\p{Script=Han}/u
const of = (value: number) => Float64Array.of(value)
const lossD = ({ discriminator }: Loss, real: number, fake: number): number =>
  discriminator({ real: of(real), fake: of(fake) }, a)[0] ?? NaN
const lossG = (loss: Loss, real: number, fake: number): number =>
  loss.generator({ real: of(real), fake: of(fake) }, a)[0] ?? NaN

/** The derivative of a function of one number. */
const slope = (f: (x: number) => number, x: number): number => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
const grid = (from: number, to: number): number[] =>
  Array.from({ length: 81 }, (_, i) => from + ((to - from) * i) / 80)

describe.each(Object.entries<Loss>(losses))('the loss %s', (_, loss) => {
  const { logit, ...values } = loss.equilibrium
  /** D's loss if the generated images are perfect, so that every image has the same logit. */
  const perfect = (c: number): number => lossD(loss, c, c)

  it('is described in both languages, with its source', () => {
    for (const { en, zh } of [loss.label, loss.meaning]) {
      expect(en).not.toMatch(HAN)
      expect(zh).toMatch(HAN)
    }
    expect(loss.meaning.en).toMatch(/\.$/)
    expect(loss.meaning.zh).toMatch(/。$/)
    expect(loss.source).toMatch(/^\S.* \(\d{4}\)$/)
    expect(Object.values(loss.formulas).every((formula) => formula.includes('D('))).toBe(true)
  })

  it('has its equilibrium where it says: D cannot do better against perfect images', () => {
    if (values.lossD !== undefined) expect(perfect(logit)).toBeCloseTo(values.lossD, 12)
    if (values.lossG !== undefined) expect(lossG(loss, logit, logit)).toBeCloseTo(values.lossG, 12)
    const output = outputOf(loss, of(logit), a)[0]
    if (values.output !== undefined) expect(output).toBeCloseTo(values.output, 12)
    for (const c of grid(logit - 8, logit + 8)) {
      expect(perfect(c), `logit ${c}`).toBeGreaterThanOrEqual(perfect(logit) - 1e-12)
    }
  })

  it('states a value at equilibrium if and only if there is only one', () => {
    const equallyGood = grid(logit - 1, logit + 1).filter((c) => perfect(c) < perfect(logit) + 1e-9)
    const several = (f: (c: number) => number): boolean =>
      equallyGood.some((c) => Math.abs(f(c) - f(logit)) > 1e-6)
    expect(values.lossD === undefined).toBe(several(perfect))
    expect(values.lossG === undefined).toBe(several((c) => lossG(loss, c, c)))
    expect(values.output === undefined).toBe(several((c) => outputOf(loss, of(c), a)[0] ?? NaN))
  })

  it('sets the networks against each other there', () => {
    expect(slope((real) => lossD(loss, real, logit), logit)).toBeLessThan(-0.1)
    expect(slope((fake) => lossD(loss, logit, fake), logit)).toBeGreaterThan(0.1)
    expect(slope((fake) => lossG(loss, logit, fake), logit)).toBeLessThan(-0.1)
  })

  it('is finite for logits of 10,000 in either direction', () => {
    for (const real of [-1e4, 1e4]) {
      for (const fake of [-1e4, 1e4]) {
        expect(Number.isFinite(lossD(loss, real, fake))).toBe(true)
        expect(Number.isFinite(lossG(loss, real, fake))).toBe(true)
      }
    }
  })

  it('is negative nowhere, unless it says so', () => {
    const some = grid(-20, 20).flatMap((real) =>
      [-9, -1, 0, 0.5, 1, 9].flatMap((fake) => [lossD(loss, real, fake), lossG(loss, real, fake)]),
    )
    expect(some.some((value) => value < 0)).toBe(loss.signed === true)
  })

  it('averages over a batch', () => {
    const logits = { real: Float64Array.of(1, -2, 0.5), fake: Float64Array.of(-1, 3, 0.25) }
    const pairs = [0, 1, 2].map((i) => [logits.real[i] ?? NaN, logits.fake[i] ?? NaN] as const)
    const mean = (f: typeof lossD) =>
      pairs.reduce((sum, [real, fake]) => sum + f(loss, real, fake) / 3, 0)
    expect(loss.discriminator(logits, a)[0]).toBeCloseTo(mean(lossD), 12)
    expect(loss.generator(logits, a)[0]).toBeCloseTo(mean(lossG), 12)
  })

  it('says how far D is ahead: not at all at equilibrium, and more the further outputs are apart', () => {
    const { lead } = loss
    if (lead === undefined) return expect(loss.output).toBe('score')
    const ahead = grid(-4, 4).map((by) => {
      const [real = NaN, fake = NaN] = outputOf(
        loss,
        Float64Array.of(logit + by / 2, logit - by / 2),
        a,
      )
      return lead(real, fake)
    })
    expect(ahead[40]).toBeCloseTo(0, 12)
    expect(ahead).toEqual(ahead.toSorted((x, y) => x - y))
    expect(ahead.at(-1)).toBeGreaterThan(0.7)
  })

  it('calls a run failed only far from equilibrium', () => {
    const { failedLossG } = loss
    if (failedLossG === undefined) return expect(loss.signed).toBe(true)
    for (const fake of grid(logit - 8, logit + 8)) {
      expect(lossG(loss, 2 * logit - fake, fake)).toBeLessThan(failedLossG)
    }
  })
})
