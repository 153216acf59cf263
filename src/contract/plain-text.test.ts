import { expect, test } from 'vitest'
import { plainJson, plainLine, plainLines } from './plain-text'

const hostile = [
  'a\nerror: forged',
  'a\r\x1b[2K\x1b[1A',
  '\x1b]0;title\x07',
  '\x9b31m',
  'user\u202etxt.exe',
  '\u2066\u2069\u200e\u061c',
  '\u2028\u2029\ufeff\u200b\u00ad\u{e0041}',
  '\ud800 half',
  '\0\x7f\x85\t',
]
/** Characters that control a terminal or reorder text. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

test.each(hostile)('%j is escaped, in text and in JSON', (text) => {
  expect(plainLine(text)).not.toMatch(UNSAFE)
  const json = plainJson({ [text]: [text] })
  expect(json).not.toMatch(UNSAFE)
  expect(JSON.parse(json)).toEqual({ [text]: [text] })
})

test('other text stays readable', () => {
  expect(plainLine('a\nb\x1b[31m\u202e')).toBe('a\\nb\\x1b[31m\\u{202e}')
  for (const text of ['Größe 28 × 28', '手写数字', 'שלום', '👩‍🔬', 'C:\\data\\x', 'e\u0301']) {
    expect(plainLine(text)).toBe(text)
  }
  expect(plainLines('usage: x\n  --y\u001b')).toBe('usage: x\n  --y\\x1b')
})

test('a megabyte is shortened, keeping both ends', () => {
  const line = plainLine(`begin ${'x'.repeat(1e6)} end`)
  expect(line.length).toBeLessThanOrEqual(2000)
  expect(line).toMatch(/^begin x+… \(1000010 characters\)x+ end$/)
  for (const text of ['\x1b'.repeat(1e6), '👩‍🔬'.repeat(1e5)]) {
    expect(plainLine(text, 100).length).toBeLessThanOrEqual(100)
    expect(plainLine(text, 100)).not.toMatch(/[\p{Cc}\p{Cs}]/u)
  }
})
