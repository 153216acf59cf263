import { describe, expect, it } from 'vitest'
import type { BenchRow } from '../studio/estimates/step-bench'
import { benchTable } from './bench-table'

const row: BenchRow = {
  ...{ name: 'wasm', version: 'tfjs 4', threads: 2, steps: 50, medianMs: 30, p10Ms: 29 },
  rssBytes: 200 * 2 ** 20,
}
const heading = (rows: BenchRow[]): string => benchTable(rows)[0] ?? ''

describe('the table of a benchmark', () => {
  it('has no column without a value', () => {
    expect(heading([row])).not.toContain('ratio')
    expect(heading([row])).not.toContain('images/s')
    expect(heading([{ ...row, imagesPerSecond: 9000 }])).toMatch(/images\/s +RSS MiB$/)
    for (const [line, cells] of benchTable([row]).map(
      (text) => [text, text.split(/ {2,}/)] as const,
    ))
      expect(cells, line).not.toContain('-')
  })

  it('has both ratios where PyTorch was timed, and a dash only where one row has none', () => {
    const compared = { ...row, ratio: 1.2, imagesPerSecond: 9000, generateRatio: 0.5 }
    expect(heading([compared])).toMatch(/median ms +p10 ms +ratio +images\/s +ratio +RSS MiB$/)
    expect(benchTable([compared])[1]).toMatch(/30\.0 +29\.0 +1\.20 +9000 +0\.50 +200$/)
    expect(benchTable([compared, row])[2]).toMatch(/30\.0 +29\.0 +- +- +- +200$/)
  })

  it('has the longest engine in full', () => {
    const version = 'tfjs 4.22.0, backend 4.22.0, WebAssembly SIMD, fused multiply-add'
    expect(benchTable([{ ...row, version }])[1]).toContain(version)
  })
})
