import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../../../storage/testing/temp-dir'
import { freeDisk } from './free-disk'

test('the free space for a folder that does not exist yet is that of its future disk', async () => {
  const dir = tempDir()
  const free = await freeDisk(path.join(dir, 'not', 'yet'))
  expect(free).toBeGreaterThan(0)
  const { bavail, bsize } = fs.statfsSync(dir)
  // Other processes write to the disk too.
  expect(Math.abs((free ?? 0) - bavail * bsize)).toBeLessThan(0.5 * bavail * bsize)
})
