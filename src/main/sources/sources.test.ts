import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../contract/testing/failure-of'
import { png } from './pictures/testing'
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

it('names the classes without training images, unless the listing is incomplete', async () => {
  const dir = fs.mkdtempSync(join(tmpdir(), 'sources-'))
  onTestFinished(() => fs.rmSync(dir, { recursive: true }))
  for (const [i, folder] of ['train/a', 'train/b', 'test/a', 'test/c'].entries()) {
    fs.mkdirSync(join(dir, folder), { recursive: true })
    fs.writeFileSync(join(dir, folder, '1.png'), await png(i))
  }
  const { signal } = new AbortController()
  const notes = async (enough: () => boolean) => {
    const source = await openSource({ path: dir, options: {} }, { signal, enough })
    await source.close()
    return source.description.notes.flatMap(({ problem }) => problem ?? [])
  }
  const note = { code: 'noteClassesWithoutTraining', given: { count: 1, names: 'c' } }
  let asked = 0
  expect(await notes(() => ++asked < 0)).toEqual([note])
  const last = asked
  asked = 0
  expect(await notes(() => ++asked === last)).not.toContainEqual(note)
})
