import { afterEach, expect, it } from 'vitest'
import { languages } from '../../../../contract/language'
import { i18n } from '../../../i18n/i18n.svelte'
import { assess } from './balance'
import { verdictOf } from './verdict'

afterEach(() => (i18n.language = 'en'))

const examples = [
  [100, 0],
  [1000, 0],
  [1000, 0.4],
  [1000, 0.9],
  [1000, -0.4],
] as const

it.each(languages)('says of an ended run how it was at the end, in %s', (language) => {
  i18n.language = language
  for (const [step, lead] of examples) {
    const balance = assess(step, lead)
    const [now, then] = [verdictOf(balance, false), verdictOf(balance, true)]
    expect(then.name, balance).not.toBe(now.name)
    if (balance === 'early') continue
    expect(then.name).toMatch(/^(At the end: |结束时：)/)
    expect(then.name.toLowerCase()).toContain(now.name.toLowerCase())
    expect(then.text).not.toMatch(/\b(is|can|learns|rates)\b/)
  }
})

it('says the same of scores without a scale at any time', () => {
  const balance = assess(1000, undefined)
  expect(verdictOf(balance, true)).toEqual(verdictOf(balance, false))
  expect(verdictOf(balance, true).text).toContain('no fixed scale')
})
