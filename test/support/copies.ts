import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { temporaryFolder } from './studio'

/**
 * Data folders that several tests of a file begin with: each is made once, and a test gets a copy.
 *
 * @returns a function that returns a copy's path, which is removed after the test
 */
export function copies(): (
  name: string,
  make: (root: string) => Promise<unknown>,
) => Promise<string> {
  const originals = new Map<string, Promise<string>>()
  afterAll(async () => {
    for (const original of await Promise.all(originals.values()))
      fs.rmSync(original, { recursive: true })
  })
  return async (name, make) => {
    const original = originals.get(name) ?? made(make)
    originals.set(name, original)
    const root = temporaryFolder()
    fs.cpSync(await original, root, { recursive: true })
    return root
  }
}

async function made(make: (root: string) => Promise<unknown>): Promise<string> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-test-'))
  await make(root)
  return root
}
