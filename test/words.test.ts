import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

/* The words of the project: every message is translatable, and nobody stumbles over a sentence. */

/** Files whose messages only a terminal shows, in English. */
const TERMINAL = [
  'src/main/cli/',
  'src/main/web/server.ts',
  'src/main/storage/preferences/web-credentials.ts',
  // Finds runs by `latest` or by the beginning of an id; the studio always gives the whole id.
  'src/main/storage/runs/find-run.ts',
  // A benchmark.
  'src/main/trainer/bench.ts',
]
const sources = fs
  .readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.split(path.sep).join('/')}`)
  .filter((file) => /\.(ts|svelte)$/.test(file) && !/\.test\.ts$|testing/.test(file))
  .filter((file) => !TERMINAL.some((known) => file.startsWith(known)))

/** Errors without a code in `problems`; `internal` ones are bugs of ours and need no translation. */
const UNCODED = /new StudioError\(\s*'(?!internal')/g
/** Plain errors, which the page must not throw: they have no translation. */
const PLAIN = /new Error\(/g

/** The places where a pattern matches, each as the file and the text from there on. */
const found = (pattern: RegExp, files: string[]): string[] =>
  files.flatMap((file) => {
    const text = fs.readFileSync(file, 'utf8')
    return [...text.matchAll(pattern)].map(
      ({ index }) => `${file}: ${text.slice(index, index + 80)}`,
    )
  })

it('no error that a user may see is in English only', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(found(UNCODED, sources)).toEqual([])
  const page = sources.filter((file) => file.startsWith('src/renderer/'))
  expect(found(PLAIN, page)).toEqual([])
})

/** Phrases that readers stumbled over, each with plain words to use instead. */
const RIDDLES: readonly [phrase: RegExp, instead: string][] = [
  [/\b(to|can|cannot|could|could not|not) be had\b/gi, 'is (not) available'],
  [
    /\b(go|goes|going|went|gone) on (with|from|all|after|meanwhile|training)\b/gi,
    'continue, resume',
  ],
  [/\btraining (goes|going|went) on\b/gi, 'training continues'],
  [/\b(told|tells?|telling|hears?|heard) of\b/gi, 'reported, receives'],
  [/\bmend(s|ed|ing)?\b/gi, 'fix'],
  [/\ball the same\b(?! \(stride)/gi, 'still, anyway'],
  [/\bplay along\b/gi, 'a concrete error'],
  [/\bby way of\b/gi, 'through, with'],
  [/\bwhoever (reads|made|has|comes|waits|asks|sent|ends|trains|mends)\b/gi, 'a noun'],
  [/\bpass(es|ed)? over (a|the|damaged|all)\b(?! batch)/gi, 'skip'],
  [/\bpassed over\b/gi, 'skipped'],
  [/\bcall(s|ed)? (\w+ )?off\b/gi, 'cancel'],
  [/\bsound checkpoint\b/gi, 'usable checkpoint'],
  [/\bfor (ever|good)\b/gi, 'forever, permanently'],
  [/\bin the place of\b/gi, 'instead of'],
  [
    /\b(steps|grids|frames|images|messages|times|seconds|files|lines|once|twice) an? (epoch|step|second|frame|image|grid|round|minute|thread|process|run)\b/gi,
    'per',
  ],
  [/\bthe very same\b/gi, 'exactly the same'],
  [/\bwhat to make of it\b/gi, 'what it means'],
]
/** This file has the phrases, and the stored runs of earlier versions are not rewritten. */
const NOT_READ = /^test\/(words\.test\.ts|fixtures\/)/
const READ = ['src', 'test', 'e2e', 'bench', 'scripts', 'docs']
const PAGES = ['README.md', 'CHANGELOG.md', 'DECISIONS.md', 'CONTRIBUTING.md']

const texts = [
  ...PAGES,
  ...READ.flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.split(path.sep).join('/')}`),
  ).filter((file) => /\.(ts|svelte|mjs|py|css|md)$/.test(file) && !NOT_READ.test(file)),
]
/** Text as it is read: without the line breaks and margins of comments. */
const unwrapped = new Map(
  texts.map((file) => [
    file,
    fs.readFileSync(file, 'utf8').replace(/\s*\n\s*(\*|\/\/|#)? ?/g, ' '),
  ]),
)

it.each(RIDDLES)('nobody has to guess at %s: say "%s"', (phrase) => {
  expect(texts.length).toBeGreaterThan(500)
  const places = [...unwrapped].flatMap(([file, text]) =>
    [...text.matchAll(phrase)].map(({ index }) => `${file}: ${text.slice(index - 30, index + 40)}`),
  )
  expect(places).toEqual([])
})
