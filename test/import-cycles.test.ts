import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cycles, importGraph } from './support/import-graph'

/* No source file imports itself through others, not even for a type. */

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true })
})

/** The import cycles among files with the given contents, as relative paths. */
function cyclesAmong(texts: Record<string, string>): string[][] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'import-cycles-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(texts)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    fs.writeFileSync(path.join(folder, name), text)
  }
  const root = folder.split(path.sep).join('/')
  return cycles(importGraph(root)).map((cycle) =>
    cycle.map((file) => path.posix.relative(root, file)),
  )
}

it('the program has no import cycle', () => {
  const graph = importGraph('src', 'test', 'e2e', 'bench')
  const edges = [...graph.values()].flat()
  expect(edges.length).toBeGreaterThan(graph.size)
  expect(graph.get('src/renderer/main.ts')).toContain('src/renderer/app/App.svelte')
  expect(cycles(graph)).toEqual([])
})

describe('a cycle is found', () => {
  const back = "import { a } from './a'\nexport const b = a\n"

  it.each([
    ['of values', "import { b } from './b'\nexport const a = () => b\n"],
    ['of a type', "import type { b } from './b'\nexport type A = typeof b\nexport const a = 1\n"],
    ['of a re-export', "export { b } from './b'\nexport const a = 1\n"],
    ['of a dynamic import', "export const a = () => import('./b')\n"],
    ['of an inline type import', "export const a = (b: import('./b').B) => b\n"],
  ])('%s', (_, a) => {
    expect(cyclesAmong({ 'a.ts': a, 'b.ts': back })).toEqual([['a.ts', 'b.ts', 'a.ts']])
  })

  it('through a component, a state file and the index of a folder', () => {
    const found = cyclesAmong({
      'A.svelte': '<script lang="ts">\n  import { s } from \'./s.svelte\'\n</script>\n<p>{s}</p>\n',
      's.svelte.ts': "import { i } from './folder'\nexport const s = i\n",
      'folder/index.ts': "import type A from '../A.svelte'\nexport const i: A = 1\n",
    })
    expect(found).toEqual([['A.svelte', 's.svelte.ts', 'folder/index.ts', 'A.svelte']])
  })

  it('behind a file that is reached twice, and from a file to itself', () => {
    const found = cyclesAmong({
      'a.ts': "import './b'\nimport './c'\n",
      'b.ts': "import './d'\n",
      'c.ts': "import './d'\nimport './a'\n",
      'd.ts': "import './d'\n",
    })
    expect(found).toEqual([
      ['d.ts', 'd.ts'],
      ['a.ts', 'c.ts', 'a.ts'],
    ])
  })
})

it('files with shared imports are not a cycle', () => {
  const texts = { 'a.ts': "import './b'\nimport './c'\n", 'b.ts': "import './c'\n", 'c.ts': '' }
  expect(cyclesAmong(texts)).toEqual([])
})

it('an import of a missing file throws', () => {
  expect(() => cyclesAmong({ 'a.ts': "import './gone'\n" })).toThrow('imports ./gone')
})
