import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const MAIN = path.resolve('out/main')
const mainScripts = fs
  .readdirSync(MAIN, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))

it('processes load tfjs with require, which is faster', () => {
  const texts = mainScripts.map((name) => fs.readFileSync(path.join(MAIN, name), 'utf8'))
  expect(texts.some((text) => /createRequire\(.*\)\(["']@tensorflow\/tfjs-core/.test(text))).toBe(
    true,
  )
  for (const [i, text] of texts.entries())
    expect(text, mainScripts[i]).not.toMatch(/^(import|export)\b.*["']@tensorflow\//m)
})

/* The page is often fetched over a slow tunnel. */

const PAGE = path.resolve('out/renderer')
const ASSETS = path.join(PAGE, 'assets')
const scripts = fs.readdirSync(ASSETS).filter((name) => name.endsWith('.js'))
const sizeOf = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + fs.statSync(path.join(ASSETS, name)).size, 0)

/** The script that the page starts with, and those that it imports. */
function firstScripts(): string[] {
  const html = fs.readFileSync(path.join(PAGE, 'index.html'), 'utf8')
  const found = new Set<string>()
  const add = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    const text = fs.readFileSync(path.join(ASSETS, name), 'utf8')
    // Only static imports: `import()` has a parenthesis.
    for (const [, imported] of text.matchAll(/(?:from|import) ?["'`]\.\/([^"'`]+\.js)["'`]/g)) {
      if (imported !== undefined) add(imported)
    }
  }
  for (const [, name] of html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.js)"/g)) {
    if (name !== undefined) add(name)
  }
  return [...found]
}

it('the scripts are minified', () => {
  expect(sizeOf(scripts)).toBeLessThan(1_550_000)
  for (const name of scripts) {
    const text = fs.readFileSync(path.join(ASSETS, name), 'utf8')
    const long = Math.min(250, text.length / 2)
    expect(text.length / text.trimEnd().split('\n').length, name).toBeGreaterThan(long)
  }
})

it('the page starts with the scripts of the list of runs, not with those of all screens', () => {
  const first = firstScripts()
  expect(first.length).toBeGreaterThan(1)
  expect(sizeOf(first)).toBeLessThan(600_000)
  for (const screen of [
    'NewRun',
    'Run',
    'Data',
    'AddData',
    'Dataset',
    'Generate',
    'Learn',
    'Compare',
    'Queue',
    'Sweeps',
    'Sweep',
    'NewSweep',
  ]) {
    const ofScreen = scripts.filter((name) => name.startsWith(`${screen}Screen-`))
    expect(ofScreen, screen).toHaveLength(1)
    expect(first, screen).not.toContain(ofScreen[0])
  }
})
