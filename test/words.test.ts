import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

/* Whatever a person may meet in the studio has a code, so that it can be said in their language. */

/** What only a terminal shows, which speaks English. */
const TERMINAL = [
  'src/main/cli/',
  'src/main/web/server.ts',
  'src/main/storage/preferences/web-credentials.ts',
  // By a beginning of an id, or `latest`: the studio asks by the whole id.
  'src/main/storage/runs/find-run.ts',
  // Of a benchmark.
  'src/main/trainer/bench.ts',
]
const sources = fs
  .readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.split(path.sep).join('/')}`)
  .filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$|testing/.test(file))
  .filter((file) => !TERMINAL.some((known) => file.startsWith(known)))

/** Errors in words of their own; those of kind `internal` are defects, told in the words of whoever found them. */
const UNCODED = /new StudioError\(\s*'(?!internal')/g
/** The browser's errors are put in codes where they are met. */
const PLAIN = /new Error\(/g

/** Where a pattern is found, as the file and the beginning of what is there. */
const found = (pattern: RegExp, files: string[]): string[] =>
  files.flatMap((file) => {
    const text = fs.readFileSync(file, 'utf8')
    return [...text.matchAll(pattern)].map(
      ({ index }) => `${file}: ${text.slice(index, index + 80)}`,
    )
  })

it('no error that a person may meet is in English only', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(found(UNCODED, sources)).toEqual([])
  const page = sources.filter((file) => file.startsWith('src/renderer/'))
  expect(found(PLAIN, page)).toEqual([])
})
