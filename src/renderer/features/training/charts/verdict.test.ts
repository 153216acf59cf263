import { afterEach, expect, it } from 'vitest'
import { languages } from '../../../../contract/language'
import { i18n } from '../../../i18n/i18n.svelte'
import { assess } from './balance'
import { verdictOf } from './verdict'

afterEach(() => (i18n.language = 'en'))

const examples = [
  [100, 0.5, 0.5],
  [1000, 0.5, 0.5],
  [1000, 0.7, 0.3],
  [1000, 0.95, 0.05],
  [1000, 0.3, 0.7],
] as const

it.each(languages)('says of an ended run how it was at the end, in %s', (language) => {
  i18n.language = language
  for (const [step, real, fake] of examples) {
    const balance = assess(step, real, fake)
    const [now, then] = [verdictOf(balance, false), verdictOf(balance, true)]
    expect(then.name, balance).not.toBe(now.name)
    if (balance === 'early') continue
    expect(then.name).toMatch(/^(At the end: |结束时：)/)
    expect(then.name.toLowerCase()).toContain(now.name.toLowerCase())
    expect(then.text).not.toMatch(/\b(is|can|learns|rates)\b/)
  }
})
