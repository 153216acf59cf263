import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Makes a temporary folder that is removed after the test that calls this. */
export function tempDir(): string {
  const dir = fs.mkdtempSync(join(tmpdir(), 'gan-storage-'))
  // Not afterEach in this module: several test files can share one copy of it.
  onTestFinished(() => fs.rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Paths of all files below a folder, relative to it and sorted. */
export function filesBelow(dir: string): string[] {
  const entries = fs.readdirSync(dir, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .sort()
}

/** Paths of all temporaries below a folder. */
export function temporariesBelow(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('.tmp-'))
}
