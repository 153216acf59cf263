import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CacheFile } from './cache-file'
import { tempDir } from '../testing/temp-dir'

const schema = z.object({ schemaVersion: z.literal(1), speeds: z.array(z.number()) })
const open = (root: string) => new CacheFile(root, 'speeds.json', schema)
const content = { schemaVersion: 1 as const, speeds: [1.5, 2] }

test('written content is read back, also by another instance', async () => {
  const root = tempDir()
  expect(open(root).read()).toBeUndefined()
  await open(root).write(content)
  expect(open(root).read()).toEqual(content)
  await open(root).write({ ...content, speeds: [] })
  expect(open(root).read()).toEqual({ ...content, speeds: [] })
  expect(fs.readdirSync(join(root, 'cache'))).toEqual(['speeds.json'])
})

test.each([
  ['torn', '{"schemaVersion":1,"spee'],
  ['empty', ''],
  ['of another version', '{"schemaVersion":2,"speeds":[]}'],
  ['of another shape', '[]'],
])('a file that is %s is ignored and overwritten', async (_, text) => {
  const root = tempDir()
  await open(root).write(content)
  fs.writeFileSync(join(root, 'cache', 'speeds.json'), text)
  expect(open(root).read()).toBeUndefined()
  await open(root).write(content)
  expect(open(root).read()).toEqual(content)
})

test('a folder in place of the file counts as no file', () => {
  const root = tempDir()
  fs.mkdirSync(join(root, 'cache', 'speeds.json'), { recursive: true })
  expect(open(root).read()).toBeUndefined()
})

test('an update keeps what another version put into the file, a write does not', async () => {
  const root = tempDir()
  const file = join(root, 'cache', 'speeds.json')
  await open(root).write(content)
  fs.writeFileSync(file, JSON.stringify({ ...content, novelty: { deep: true } }))
  await open(root).update((known) => ({ ...content, speeds: [3, ...(known?.speeds ?? [])] }))
  const changed: unknown = JSON.parse(fs.readFileSync(file, 'utf8'))
  expect(changed).toEqual({ ...content, speeds: [3, 1.5, 2], novelty: { deep: true } })
  await open(root).write(content)
  expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual(content)
})
