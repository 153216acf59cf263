import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../../storage/testing/temp-dir'
import { folderSize, RunSizes } from './run-sizes'

test('a size includes all files, however deep', async () => {
  const dir = tempDir()
  fs.mkdirSync(join(dir, 'a', 'b'), { recursive: true })
  for (const [file, bytes] of [
    ['x', 10],
    ['a/y', 200],
    ['a/b/z', 3000],
  ] as const) {
    fs.writeFileSync(join(dir, file), Buffer.alloc(bytes))
  }
  expect(await folderSize(dir)).toBe(3210)
  expect(await folderSize(join(dir, 'none'))).toBeUndefined()
})

test('each of many runs is reported once its size is known, except deleted ones', async () => {
  const root = tempDir()
  const reported: string[] = []
  const done = new Promise<void>((resolve) => {
    const sizes = new RunSizes((id) => {
      reported.push(id)
      expect(sizes.of(id)).toBe(Number(id))
      if (reported.length === 20) resolve()
    })
    for (let i = 1; i <= 20; i++) {
      fs.mkdirSync(join(root, `${i}`))
      fs.writeFileSync(join(root, `${i}`, 'file'), Buffer.alloc(i))
      expect(sizes.of(`${i}`)).toBe(0)
      sizes.refresh(`${i}`, join(root, `${i}`))
    }
    sizes.refresh('gone', join(root, 'gone'))
  })
  await done
  expect(new Set(reported).size).toBe(20)
  expect(reported).not.toContain('gone')
})
