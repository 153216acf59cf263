import { describe, expect, it } from 'vitest'
import { grouped, rounded } from './counted'
import { describe as inTerminal, explainInSentences, onOneLine, notice } from './notices'
import { problems as english } from './problems'
import type { ProblemCode, ProblemGiven } from './problems'
import { problems as chinese } from './problems/zh'

/* How the sentences of all problems are written, in both languages. */

type NumbersOf<G> = { [K in keyof G]: G[K] extends number ? K & string : never }[keyof G]
/** The names of all numbers that sentences use. */
type NumberName = { [C in ProblemCode]: NumbersOf<ProblemGiven<C>> }[ProblemCode]

/**
 * Amounts get thousands separators; names do not: a process, a version, a size in pixels, or a
 * step that is typed after `@`. TypeScript lists a number that is missing here.
 */
const numbers: Record<NumberName, 'amount' | 'name'> = {
  asked: 'amount',
  balanced: 'amount',
  batchSize: 'amount',
  began: 'amount',
  bytes: 'amount',
  cast: 'amount',
  channels: 'name',
  classes: 'amount',
  columns: 'amount',
  count: 'amount',
  dimensions: 'name',
  done: 'amount',
  drawn: 'amount',
  earliest: 'amount',
  ends: 'amount',
  expected: 'amount',
  factor: 'name',
  fake: 'amount',
  features: 'amount',
  fid: 'name',
  folder: 'amount',
  found: 'amount',
  from: 'name',
  has: 'amount',
  height: 'name',
  highest: 'amount',
  image: 'amount',
  inputs: 'amount',
  images: 'amount',
  interval: 'amount',
  judged: 'amount',
  kernel: 'name',
  label: 'name',
  labels: 'amount',
  last: 'amount',
  latentDim: 'name',
  least: 'amount',
  length: 'amount',
  line: 'amount',
  loss: 'amount',
  lowest: 'amount',
  manifest: 'amount',
  margin: 'name',
  max: 'amount',
  min: 'amount',
  missing: 'amount',
  more: 'amount',
  moreExpected: 'amount',
  moreFound: 'amount',
  most: 'amount',
  passes: 'amount',
  needed: 'amount',
  of: 'amount',
  other: 'amount',
  outputPadding: 'name',
  padding: 'name',
  percent: 'amount',
  number: 'name',
  pid: 'name',
  rank: 'amount',
  rate: 'name',
  real: 'amount',
  refused: 'amount',
  record: 'amount',
  rows: 'amount',
  sampled: 'amount',
  scheduleEnd: 'amount',
  seconds: 'amount',
  size: 'name',
  step: 'amount',
  steps: 'amount',
  stride: 'name',
  training: 'amount',
  to: 'name',
  upTo: 'name',
  usual: 'name',
  value: 'amount',
  version: 'name',
  warmUp: 'amount',
  weights: 'amount',
  unused: 'amount',
  used: 'amount',
  width: 'name',
}
type TextsOf<G> = { [K in keyof G]: G[K] extends string ? K & string : never }[keyof G]
/** Names of amounts that are texts in these problems. */
const texts: { [C in ProblemCode]?: readonly TextsOf<ProblemGiven<C>>[] } = {
  branchDataset: ['expected'],
  compiledResultDiffers: ['step'],
  datasetChanged: ['expected'],
  datasetMemoryTooSmall: ['needed'],
  diskRunsOut: ['needed'],
  diskTight: ['needed'],
  diskTooSmall: ['needed'],
  engineMemoryTight: ['needed'],
  engineMemoryTooSmall: ['needed'],
  headerTooLong: ['bytes'],
  machineTooSmall: ['needed'],
  memoryTight: ['needed'],
  memoryTooSmall: ['needed'],
  metricNotFinite: ['value'],
  metricsCopied: ['folder'],
  metricValue: ['value'],
  notAGenerator: ['expected', 'found'],
  otherSha256: ['found'],
  ownNetworksTooLarge: ['needed'],
  outputFolderMissing: ['folder'],
  setAside: ['folder'],
  settingUnknown: ['value'],
  tensorDiffers: ['found'],
  unknownValue: ['value'],
  valueNotFinite: ['value'],
  valueOutsideRange: ['value'],
  waitsForMemory: ['needed'],
}
/** The step is typed after `@`, next to a list of steps to choose from. */
const typedSteps: readonly ProblemCode[] = ['noSuchCheckpoint', 'hasNoCheckpoints']

const isAmount = (code: ProblemCode, name: string): boolean =>
  !(texts[code] as readonly string[] | undefined)?.includes(name) &&
  !(name === 'step' && typedSteps.includes(code))

type Sentence = (given: Record<string, unknown>) => string
const codes = Object.keys(english) as ProblemCode[]
const languages = [
  ['en', english],
  ['zh-CN', chinese],
] as const
/** Every sentence of a language, with its name and code. */
const all = (problems: typeof english): [name: string, code: ProblemCode, sentence: Sentence][] =>
  codes.flatMap((code) =>
    Object.entries(problems[code] as Record<string, Sentence>).map(
      ([kind, sentence]): [string, ProblemCode, Sentence] => [`${code}.${kind}`, code, sentence],
    ),
  )

/** Renders a sentence in which one amount is large. */
function withLarge(sentence: Sentence, large: string): { text: string; used: boolean } {
  let used = false
  const given = new Proxy(
    {},
    {
      get: (_, name) => {
        if (name === large) used = true
        if (name === large) return 60_000
        if (name === 'kind') return 'pipe'
        if (name === 'format') return 'pytorch'
        return Object.hasOwn(numbers, name) && numbers[name as NumberName] === 'amount' ? 2 : 'x'
      },
    },
  )
  return { text: sentence(given), used }
}

describe.each(languages)('the sentences in %s', (_, problems) => {
  it('write amounts with thousands separators', () => {
    const amounts = Object.entries(numbers).filter(([, kind]) => kind === 'amount')
    const wrong: string[] = []
    let checked = 0
    for (const [name, code, sentence] of all(problems)) {
      for (const [amount] of amounts) {
        const { text, used } = withLarge(sentence, amount)
        if (!used || !isAmount(code, amount)) continue
        checked++
        if (text.includes('60000')) wrong.push(`${name}, ${amount}: ${text}`)
      }
    }
    expect(wrong).toEqual([])
    expect(checked).toBeGreaterThan(60)
  })

  it('end a remedy with a full stop, and a message with none', () => {
    const stop = problems === english ? '.' : '。'
    const wrong = all(problems).flatMap(([name, , sentence]) => {
      const { text } = withLarge(sentence, '')
      const ends = text.endsWith(stop)
      const right = name.endsWith('.remedy') ? ends : !/[.。！!；;：:，,]$/.test(text)
      return right && !/\.\.|。。| {2}|\. \.|undefined/.test(text) ? [] : [`${name}: ${text}`]
    })
    expect(wrong).toEqual([])
  })
})

it.each([
  [0, '0'],
  [999, '999'],
  [60_000, '60,000'],
  [4_294_967_295, '4,294,967,295'],
  [0.0002, '0.0002'],
  [0.999_99, '0.99999'],
  [1e-7, '1e-7'],
  [1e300, '1e+300'],
  [-1234.5, '-1,234.5'],
  [2 ** 64, '1.845e+19'],
])('the amount %s is written %s', (amount, text) => {
  expect(grouped(amount)).toBe(text)
})

it.each([
  [-4.593990325927734, '-4.594'],
  [60_004.4, '60,000'],
  [0, '0'],
  [NaN, 'NaN'],
])('the measured number %s is rounded to %s', (value, text) => {
  expect(rounded(value)).toBe(text)
})

it.each(languages)('a message and its remedy on one line are two sentences in %s', (language) => {
  const full = notice('batchTooLarge', { batchSize: 60_000, images: 50_000 })
  expect(onOneLine(full, language)).toMatch(/50,000[^.。]*[.。] ?.*50,000[.。]$/)
  expect(explainInSentences(full, language).message).toMatch(/50,000 ?[^.。]*[.。]$/)
  const ended = { message: 'It stopped.', remedy: 'Try again.' }
  expect(explainInSentences(ended, language)).toEqual(ended)
  expect(inTerminal(full, language).split('\n')).toHaveLength(2)
})
