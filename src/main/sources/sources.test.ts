import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../contract/testing/failure-of'
import { openSource } from './sources'

const problemOf = async (path: string): Promise<string | undefined> => {
  const { signal } = new AbortController()
  const error = await failureOf(() => openSource({ path, options: {} }, { signal }))
  expect(error).toMatchObject({ code: 'data', where: path })
  return error.problem?.code
}

it('says whether a source is missing, a loop of links, or may not be read', async () => {
  const dir = fs.mkdtempSync(join(tmpdir(), 'sources-'))
  onTestFinished(() => fs.rmSync(dir, { recursive: true }))
  fs.writeFileSync(join(dir, 'file'), '')
  fs.symlinkSync('b', join(dir, 'a'))
  fs.symlinkSync('a', join(dir, 'b'))
  expect(await problemOf(join(dir, 'nothing'))).toBe('sourceMissing')
  expect(await problemOf(join(dir, 'file', 'below'))).toBe('sourceMissing')
  expect(await problemOf(join(dir, 'x'.repeat(300)))).toBe('sourceMissing')
  expect(await problemOf(join(dir, 'a\0b'))).toBe('sourceMissing')
  expect(await problemOf(join(dir, 'a'))).toBe('linkLoop')
})
