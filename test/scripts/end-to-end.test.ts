import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  addCounts,
  countEndToEnd,
  failedEndToEnd,
  findChromium,
} from '../../scripts/lib/end-to-end.mjs'

function folderWith(name: string, mode: number): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-chromium-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true }))
  fs.writeFileSync(path.join(folder, name), '', { mode })
  return folder
}

describe('findChromium', () => {
  it('uses CHROMIUM_PATH if set', () => {
    expect(findChromium({ CHROMIUM_PATH: '/my/chrome', PATH: '' })).toBe('/my/chrome')
  })

  it('finds an executable on the path', () => {
    const folder = folderWith('chromium-browser', 0o755)
    const PATH = ['/nowhere', folder].join(path.delimiter)
    expect(findChromium({ PATH })).toBe(path.join(folder, 'chromium-browser'))
  })

  it('returns undefined without one', () => {
    expect(findChromium({ PATH: folderWith('firefox', 0o755) })).toBeUndefined()
    expect(findChromium({})).toBeUndefined()
  })
})

describe('the counts', () => {
  it('treat a test that passed on a retry as failed', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } }
    expect(countEndToEnd(report)).toEqual({ passed: 5, failed: 2, skipped: 2 })
  })

  it('are zero without a report', () => {
    expect(countEndToEnd(undefined)).toEqual({ passed: 0, failed: 0, skipped: 0 })
  })

  it('add up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 }
    expect(addCounts(one, one)).toEqual({ passed: 2, failed: 4, skipped: 6 })
  })
})

describe('the failed tests', () => {
  const ended = (status: string, ...errors: (string | undefined)[]) => ({
    projectName: 'web',
    status,
    results: errors.map((stack) => (stack === undefined ? {} : { error: { message: '', stack } })),
  })

  it('are found in nested suites, on any attempt, with the message and the line', () => {
    const inner = {
      specs: [
        { title: 'opens', file: 'a.spec.ts', tests: [ended('expected', undefined)] },
        {
          title: 'ends',
          file: 'a.spec.ts',
          tests: [ended('unexpected', 'Error: 1 is not 2\n    at /e2e/a.spec.ts:7:1')],
        },
        { title: 'waits', file: 'a.spec.ts', tests: [ended('flaky', 'Error: late', undefined)] },
      ],
    }
    expect(failedEndToEnd({ suites: [{ specs: [], suites: [inner] }] })).toEqual([
      'failed: [web] a.spec.ts > ends: Error: 1 is not 2 (a.spec.ts:7)',
      'failed: [web] a.spec.ts > waits: Error: late',
    ])
  })

  it('are empty without a report', () => {
    expect(failedEndToEnd(undefined)).toEqual([])
  })
})
