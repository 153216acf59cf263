import { describe, expect, it } from 'vitest'
import { formatNumber, parseNumber, plainNumber, stepNumber, withDecimalPoint } from './number-text'

describe('a typed number', () => {
  it.each([
    ['2e-4', 0.0002],
    ['0.0002', 0.0002],
    [' 64 ', 64],
    ['-1', -1],
    ['.5', 0.5],
    ['１２８', 128],
    ['１ｅ－３', 0.001],
    ['1,000', 1000],
    ['60,000.5', 60_000.5],
    ['-1,234,567', -1_234_567],
    ['1 000', 1000],
    ['1\u00a0000\u202f000', 1_000_000],
    ["10'000", 10_000],
    ['10’000', 10_000],
    ['1_000', 1000],
    ['１０００', 1000],
    ['１，０００', 1000],
    ['１　０００', 1000],
    ['＋１．５Ｅ－３', 0.0015],
  ])('%j is %s', (text, value) => {
    expect(parseNumber(text)).toBe(value)
  })

  it.each([
    ...['', ' ', 'abc', '0x10', '0b1', '1e', '--1', '1 2', 'Infinity', '1_2'],
    // Compatibility characters that normalisation would turn into plain digits.
    ...['10⁵', '10₅', '１０⁵', '①', '⒈', '½', '1½', '㉑', '𝟏', '０ｘ１０'],
    // A decimal comma, or groups that are not thousands.
    ...['1,5', '0,001', '1,0000', '1000,000', '1,000 000', '1,000,00', ',000', '1,000,', '１，５'],
  ])('%j is not a number', (text) => {
    expect(parseNumber(text)).toBeNaN()
  })

  it.each([
    ['1,5', '1.5'],
    ['0,0002', '0.0002'],
    [' ,5 ', '.5'],
    ['-1,5e-3', '-1.5e-3'],
    ['１，５', '1.5'],
    ['0,001', '0.001'],
  ])('%j has a decimal comma, and should be %j', (text, pointed) => {
    expect(withDecimalPoint(text)).toBe(pointed)
  })

  it.each(['', 'abc', '1.5', '1,000', '1,2,3', '1,', '1,x', '1.000,5', '1,5²', '①,5'])(
    '%j has no decimal comma',
    (text) => {
      expect(withDecimalPoint(text)).toBeUndefined()
    },
  )

  it.each([0, 1, 0.0002, 1e-7, 4_294_967_295, 0.99999])('%s is parsed back from its text', (n) => {
    expect(parseNumber(formatNumber(n))).toBe(n)
  })

  it.each([
    [1e-7, '0.0000001'],
    [0.0002, '0.0002'],
    [1_000_000_000, '1000000000'],
    [0, '0'],
  ])('%s has the plain text %s', (n, text) => {
    expect(plainNumber(n)).toBe(text)
  })

  it('is formatted as an empty text if NaN', () => {
    expect(formatNumber(NaN)).toBe('')
  })

  it('steps without rounding noise and within its range', () => {
    expect(stepNumber(0.0002, 0.0001, 0, 1)).toBe(0.0003)
    expect(stepNumber(0.1, 0.2, 0, 1)).toBe(0.3)
    expect(stepNumber(1, 10, 0, 5)).toBe(5)
    expect(stepNumber(1, -10, 0, 5)).toBe(0)
    expect(stepNumber(NaN, 1, 4, 9)).toBe(5)
  })
})
