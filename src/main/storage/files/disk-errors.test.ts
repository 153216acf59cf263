import { expect, it } from 'vitest'
import { systemError } from '../testing/faults'
import { onDisk } from './disk-errors'

it.each([
  ['EROFS', 'the disk is read-only'],
  ['EACCES', 'permission denied'],
  ['ENOSPC', 'the disk is full'],
  ['EISDIR', 'it is a folder, not a file'],
  ['ENOTDIR', 'part of the path is not a folder'],
  ['ELOOP', 'symbolic links on the path form a loop'],
  ['ENAMETOOLONG', 'the path is too long for the system'],
  ['ENFILE', 'too many files are open'],
  ['ESTALE', 'the disk is no longer connected'],
  ['ENOTEMPTY', 'the folder is not empty'],
  ['EFBIG', 'the file would be larger than the disk or a limit allows'],
])('%s is reported in plain words', async (code, words) => {
  const doing = onDisk('make it', '/x', () => Promise.reject(systemError(code)))
  await expect(doing).rejects.toMatchObject({
    code: 'storage',
    where: '/x',
    message: `Could not make it: ${words}`,
    remedy: expect.any(String),
  })
})
