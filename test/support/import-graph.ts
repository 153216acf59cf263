import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

/** The files that each file imports, including type imports, re-exports and `import()`. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/**
 * The imports between the TypeScript and Svelte files of folders.
 *
 * @throws {Error} on a relative import without a file, which could hide a cycle
 */
export function importGraph(...folders: string[]): ImportGraph {
  const files = folders.flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|svelte)$/.test(file))
      .map((file) => path.posix.join(folder, file.split(path.sep).join('/'))),
  )
  const known = new Set(files)
  return new Map(files.map((file) => [file, importsOf(file, known)]))
}

function importsOf(file: string, known: ReadonlySet<string>): string[] {
  const { importedFiles } = ts.preProcessFile(scriptOf(file), true, true)
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((specifier) => specifier.startsWith('.'))
    .flatMap((specifier) => {
      const bare = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ''))
      const found = [bare, `${bare}.ts`, `${bare}/index.ts`].find((name) => known.has(name))
      if (found !== undefined) return [found]
      if (fs.statSync(bare, { throwIfNoEntry: false })?.isFile() === true) return []
      throw new Error(`${file} imports ${specifier}, which does not exist`)
    })
}

/** The scripts of a component, or the text of a module. */
function scriptOf(file: string): string {
  const text = fs.readFileSync(file, 'utf8')
  if (!file.endsWith('.svelte')) return text
  return [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code).join('\n')
}

/**
 * Import cycles found by depth-first search, each as its files in order with the first repeated at
 * the end. At least one is found if any exist.
 */
export function cycles(graph: ImportGraph): string[][] {
  const found: string[][] = []
  const done = new Set<string>()
  const trail: string[] = []
  function visit(file: string): void {
    const before = trail.indexOf(file)
    if (before >= 0) found.push([...trail.slice(before), file])
    if (before >= 0 || done.has(file)) return
    trail.push(file)
    for (const next of graph.get(file) ?? []) visit(next)
    trail.pop()
    done.add(file)
  }
  for (const file of graph.keys()) visit(file)
  return found
}
