import { expect, it } from 'vitest'
import { parseJsonGuarded } from './json'

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

it.each([
  '0',
  '""',
  '[]',
  '{"a":[1,2,{"b":"[[[[\\"]]\\\\"}],"c":null}',
  '"\\\\"',
  '["\\\\\\"", "\\u005b", "{"]',
])('%s is parsed as JSON.parse does', (text) => {
  expect(parseJsonGuarded(text)).toEqual(JSON.parse(text))
  expect(parseJsonGuarded(text, { levels: 3, values: 8 })).toEqual(JSON.parse(text))
})

it.each(['', '{', '"', '"\\', '[1,]', ']', '"\\"', nested(3).slice(1)])(
  '%j is not JSON',
  (text) => {
    expect(() => parseJsonGuarded(text)).toThrow(SyntaxError)
  },
)

it('a byte order mark before the document is skipped, and only there', () => {
  expect(parseJsonGuarded('\uFEFF{"a":1}')).toEqual({ a: 1 })
  expect(parseJsonGuarded('"\uFEFF"')).toBe('\uFEFF')
  expect(() => parseJsonGuarded('\uFEFF\uFEFF1')).toThrow(SyntaxError)
  expect(() => parseJsonGuarded('\uFEFF')).toThrow(SyntaxError)
})

it('brackets in strings do not count, others do', () => {
  const text = JSON.stringify(['['.repeat(1000), ','.repeat(1000)])
  expect(parseJsonGuarded(text, { levels: 1, values: 4 })).toEqual(JSON.parse(text))
  expect(parseJsonGuarded(nested(5), { levels: 5 })).toEqual([[[[[]]]]])
})

it.each([
  ['nested lists', nested(101), 'jsonTooDeep'],
  ['nested objects', '{"a":'.repeat(101), 'jsonTooDeep'],
  ['nested lists without end', '['.repeat(20_000_000), 'jsonTooDeep'],
  ['nested lists after closing brackets', `${']'.repeat(5)}${'['.repeat(200)}`, 'jsonTooDeep'],
  ['millions of values', `[${'[],'.repeat(600_000)}0]`, 'jsonTooMuch'],
])('%s: rejected before parsing', (_, text, code) => {
  const parse = JSON.parse
  let parsed = 0
  JSON.parse = () => parsed++
  try {
    expect(() => parseJsonGuarded(text)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code }) }),
    )
  } finally {
    JSON.parse = parse
  }
  expect(parsed).toBe(0)
})
