import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeDirectory } from './make-directory'

let dir: string
beforeEach(() => {
  dir = fs.mkdtempSync(join(tmpdir(), 'make-directory-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(dir, { recursive: true })
})

it('creates missing folders, also for concurrent callers, and keeps existing ones', async () => {
  const deep = join(dir, 'a/b/c')
  await Promise.all(Array.from({ length: 20 }, () => makeDirectory(deep)))
  fs.writeFileSync(join(deep, 'kept'), 'mine')
  await makeDirectory(deep)
  await makeDirectory(dir)
  fs.symlinkSync(deep, join(dir, 'link'))
  await makeDirectory(join(dir, 'link'))
  await makeDirectory(join(dir, 'link/d'))
  expect(fs.readdirSync(deep).sort()).toEqual(['d', 'kept'])
})

it.each(['', 'x', 'x/y'])('a file in the way is reported: file/%s', async (below) => {
  const file = join(dir, 'file')
  fs.writeFileSync(file, 'mine')
  await expect(makeDirectory(join(file, below))).rejects.toMatchObject({
    where: file,
    problem: { code: 'fileInTheWay' },
  })
  expect(fs.readFileSync(file, 'utf8')).toBe('mine')
})

it('a dangling link is reported', async () => {
  const link = join(dir, 'link')
  fs.symlinkSync(join(dir, 'gone'), link)
  await expect(makeDirectory(join(link, 'x'))).rejects.toMatchObject({
    where: link,
    problem: { code: 'linkLeadsNowhere' },
  })
})

it('a loop of links or an overlong name gives the system’s error', async () => {
  fs.symlinkSync(join(dir, 'a'), join(dir, 'b'))
  fs.symlinkSync(join(dir, 'b'), join(dir, 'a'))
  await expect(makeDirectory(join(dir, 'a/x'))).rejects.toMatchObject({ code: 'ELOOP' })
  const long = join(dir, 'x'.repeat(300))
  await expect(makeDirectory(long)).rejects.toMatchObject({ code: 'ENAMETOOLONG' })
})

it('fails instead of looping if an existing folder accepts no subfolders, as in /proc', async () => {
  const enoent = Object.assign(new Error('ENOENT: injected'), { code: 'ENOENT' })
  vi.spyOn(fs.promises, 'mkdir').mockRejectedValue(enoent)
  await expect(makeDirectory(join(dir, 'x/y'))).rejects.toMatchObject({
    code: 'storage',
    where: join(dir, 'x'),
    problem: { code: 'placeTakesNothing' },
  })
  expect(fs.promises.mkdir).toHaveBeenCalledTimes(1)
})

it.each(['EROFS', 'EACCES', 'ENOSPC'])('%s gives the system’s error', async (code) => {
  vi.spyOn(fs.promises, 'mkdir').mockRejectedValue(Object.assign(new Error(code), { code }))
  await expect(makeDirectory(join(dir, 'x/y'))).rejects.toMatchObject({ code })
})
