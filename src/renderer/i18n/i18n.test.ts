import { describe, expect, it } from 'vitest'
import type { Language } from '../../contract/language'
import { compareTexts } from '../features/compare/texts/texts'
import { dataPageTexts } from '../features/data/page/texts/texts'
import { netTexts } from '../features/data/page/net/texts/texts'
import { galleryTexts } from '../features/gallery/texts/texts'
import { generateTexts } from '../features/generate/texts/texts'
import { learnTexts } from '../features/learn/texts/texts'
import { qualityTexts } from '../features/quality/texts/texts'
import { queueTexts } from '../features/queue/texts/texts'
import { sweepTexts } from '../features/sweep/texts/texts'
import { summaryTexts } from '../features/quality/verdict/texts/texts'
import { hardwareTexts } from '../features/training/hardware/texts/texts'
import { annotationsTexts } from '../features/run/annotations/texts/texts'
import { filterTexts } from '../features/runs/filter/texts/texts'
import { en } from './en'
import { Formats } from './format'
import { catalogues, i18n, pickLanguage } from './i18n.svelte'
import { zh } from './zh'

type Leaf = [path: string, value: unknown]

/** Returns every text and function of a catalogue with its path. */
function leaves(tree: object, path = ''): Leaf[] {
  return Object.entries(tree).flatMap(([key, value]: Leaf): Leaf[] => {
    const here = path === '' ? key : `${path}.${key}`
    return typeof value === 'object' && value !== null ? leaves(value, here) : [[here, value]]
  })
}

/** Returns a text, called with stand-in arguments if it is a function. */
function textOf(value: unknown): string {
  if (typeof value !== 'function') return String(value)
  const args = Array.from({ length: value.length }, () => STAND_IN)
  return String((value as (...args: unknown[]) => unknown)(...args))
}
/** Acts as a number, a text, and an object with either. */
const STAND_IN = new Proxy(
  Object.assign(() => '3', {}),
  {
    get: (_, key) =>
      key === Symbol.toPrimitive || key === 'toString'
        ? () => '3'
        : key === 'toLocaleString'
          ? () => '3'
          : '3',
  },
)

/** The texts of screens that are loaded when they are opened, by area. */
const ofScreens = {
  annotations: annotationsTexts,
  compare: compareTexts,
  gallery: galleryTexts,
  generate: generateTexts,
  dataPage: dataPageTexts,
  filter: filterTexts,
  learn: learnTexts,
  net: netTexts,
  quality: qualityTexts,
  queue: queueTexts,
  summary: summaryTexts,
  sweep: sweepTexts,
  hardware: hardwareTexts,
}
const textsIn = (language: Language) =>
  Object.fromEntries(Object.entries(ofScreens).map(([area, texts]) => [area, texts[language]]))

const english = leaves({ ...en, ...textsIn('en') })
const chinese = new Map(leaves({ ...zh, ...textsIn('zh-CN') }))
const HAN = /\p{Script=Han}/u

/** Names, formulas and ids that are the same in both languages. */
const SAME = [
  /^common\.(appName|none|sentenceGap|pageTitle|engines\.(tensorflow|wasm))$/,
  /^settings\.languages\./,
  /^training\.progress\.of$/,
  /^runs\.fid\.name$/,
  /^gallery\.export\.(gif|webm)$/,
]

describe('the Chinese catalogue', () => {
  it('has the same paths as the English one', () => {
    expect([...chinese.keys()].sort()).toEqual(english.map(([path]) => path).sort())
  })

  it('takes the same arguments', () => {
    for (const [path, value] of english) {
      const other = chinese.get(path)
      expect(typeof other, path).toBe(typeof value)
      // A translation may ignore arguments, but not require more.
      if (typeof value === 'function' && typeof other === 'function') {
        expect(other.length, path).toBeLessThanOrEqual(value.length)
      }
    }
  })

  it('contains no untranslated English', () => {
    const worded = english.filter(([path]) => !SAME.some((same) => same.test(path)))
    for (const [path, value] of worded) {
      const text = textOf(chinese.get(path))
      if (/[a-z]{2}/i.test(textOf(value))) expect(text, path).toMatch(HAN)
      expect(text, path).not.toMatch(/\b(the|of|and|is|to)\b/i)
    }
  })
})

it('has no empty or broken text', () => {
  for (const [path, value] of [...english, ...chinese]) {
    const text = textOf(value)
    if (!path.endsWith('.unit')) expect(text.trim(), path).not.toBe('')
    expect(text, path).not.toMatch(/undefined|NaN|\[object/)
  }
})

it.each([
  ['English', en, 10],
  ['Chinese', zh, 5],
])('the hints of buttons say more than their labels in %s', (_, { training }, more) => {
  const { actions, hints } = training
  for (const name of Object.keys(hints) as (keyof typeof hints)[]) {
    expect(hints[name].replace(actions[name], '').length, name).toBeGreaterThanOrEqual(more)
  }
})

describe('the language', () => {
  it.each([
    ['zh-CN', ['en-US'], 'zh-CN'],
    ['en', ['zh-CN'], 'en'],
    [null, ['zh-TW', 'en'], 'zh-CN'],
    [null, ['zh'], 'zh-CN'],
    [null, ['fr-FR', 'zh-Hans-CN'], 'zh-CN'],
    [null, ['en-GB', 'zh'], 'en'],
    [null, ['fr'], 'en'],
    [null, [], 'en'],
  ] as const)('with setting %s and system languages %j is %s', (chosen, system, expected) => {
    expect(pickLanguage(chosen, system)).toBe(expected)
  })

  it('switches all texts and formats', () => {
    i18n.language = 'zh-CN'
    expect([i18n.t, i18n.format.language]).toEqual([catalogues['zh-CN'], 'zh-CN'])
    i18n.language = 'en'
    expect([i18n.t, i18n.format.language]).toEqual([catalogues.en, 'en'])
  })
})

describe('formats', () => {
  const [enF, zhF] = [new Formats('en'), new Formats('zh-CN')]

  it.each([
    [0, '0s', '0秒'],
    [59.6, '1m', '1分钟'],
    [61, '1m 1s', '1分钟1秒'],
    [3600, '1h', '1小时'],
    [7384, '2h 3m', '2小时3分钟'],
    [90_000, '1d 1h', '1天1小时'],
    [-5, '0s', '0秒'],
  ])('%s seconds are %s and %s', (seconds, english, chinese) => {
    expect(enF.duration(seconds)).toBe(english)
    expect(zhF.duration(seconds)).toBe(chinese)
  })

  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [12_345_678, '12.3 MB'],
    [4e9, '4 GB'],
    [79_200_005.6e12, '79,200 PB'],
  ])('%s bytes are %s', (bytes, expected) => {
    expect(enF.bytes(bytes)).toBe(expected)
  })

  it.each([
    [654_982_137_706_534_900_000, 3, '6.55E20', '6.55E20'],
    [-654_982_137_706_534_900_000, 3, '-6.55E20', '-6.55E20'],
    [284e12, 3, '284T', '284万亿'],
    [123_456, 3, '123K', '12.3万'],
    [9_999.4, 1, '9,999.4', '9,999.4'],
    [0.6934, 3, '0.693', '0.693'],
    [0.0000123, 3, '1.23E-5', '1.23E-5'],
    [0, 3, '0.000', '0.000'],
  ])('a measured %s is %s and %s', (value, digits, english, chinese) => {
    expect(enF.measured(value, digits)).toBe(english)
    expect(zhF.measured(value, digits)).toBe(chinese)
  })

  it('include the date in a moment unless it is today', () => {
    const now = new Date(2026, 10, 29, 18, 0)
    const today = new Date(2026, 10, 29, 9, 5, 7).toISOString()
    const yesterday = new Date(2026, 10, 28, 23, 5, 7).toISOString()
    expect([enF.moment(today, now), zhF.moment(today, now)]).toEqual([
      enF.time(today),
      zhF.time(today),
    ])
    expect(enF.moment(yesterday, now)).toContain('Nov 28, 2026')
    expect(zhF.moment(yesterday, now)).toContain('2026年11月28日')
  })

  it('keep measured values within ten characters', () => {
    for (let power = -30; power <= 300; power++) {
      for (const value of [1.23456 * 10 ** power, -9.87654 * 10 ** power]) {
        for (const digits of [1, 3]) {
          for (const format of [enF, zhF]) {
            const text = format.measured(value, digits)
            expect(text.length, `${value}`).toBeLessThanOrEqual(10)
            // A non-zero value is not shown as zero.
            expect(text, `${value}`).toMatch(/[1-9]/)
          }
        }
      }
    }
  })

  it('show a metric that rounds to zero as zero, without a sign', () => {
    for (const value of [0, 4.86e-33, -4.86e-33, 0.0004]) {
      expect(enF.metric(value, 3)).toBe('0.000')
      expect(zhF.metric(value, 3)).toBe('0.000')
    }
    expect(enF.metric(-0.25, 3)).toBe('-0.250')
    expect(enF.metric(1, 3)).toBe('1.000')
    expect(enF.metric(6.5e20, 3)).toBe('6.5E20')
  })

  it.each([
    [25.04, '25.0'],
    [0.042, '0.042'],
    [0.00031, '0.00031'],
    [0, '0.0'],
    [123_456, '123K'],
  ])('%s per second is %s', (rate, expected) => {
    expect(enF.rate(rate)).toBe(expected)
  })

  it('show 100% only when complete', () => {
    expect(enF.progress(0.1754)).toBe('17.5%')
    expect(enF.progress(0.99999)).toBe('99.9%')
    expect(enF.progress(1)).toBe('100%')
    expect(enF.progress(0)).toBe('0.0%')
    // Each tenth of a percent is exact despite binary rounding.
    for (let n = 0; n < 1000; n++) expect(parseFloat(enF.progress(n / 1000))).toBe(n / 10)
  })

  it('give neighbouring ticks different labels', () => {
    for (const format of [enF, zhF]) {
      for (let power = -12; power <= 24; power++) {
        for (const step of [1, 2, 2.5, 5]) {
          const spacing = step * 10 ** power
          for (const start of [-3, 0, 7, 120]) {
            const ticks = [0, 1, 2, 3, 4, 5].map((i) => (start + i) * spacing)
            const texts = ticks.map((tick) => format.tick(tick, spacing))
            expect(new Set(texts).size, `${texts.join()} by ${spacing}`).toBe(6)
          }
        }
      }
    }
    expect(enF.tick(12_500, 2_500)).toBe('12.5K')
    expect(enF.tick(12_340, 10)).toBe('12,340')
    expect(enF.tick(284e18, 1e18)).toBe('2.84E20')
    expect(enF.tick(0.5, 0.5)).toBe('0.5')
  })

  it('keep a fixed number of decimals', () => {
    expect(enF.fixed(1, 3)).toBe('1.000')
    expect(enF.fixed(0.6934, 3)).toBe('0.693')
  })
})
