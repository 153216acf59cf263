import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tempDir } from '../../../storage/testing/temp-dir'
import { freeDisk } from './free-disk'

test('the free space of a folder that is not there yet is that of the disk it will be on', async () => {
  const dir = tempDir()
  const there = await freeDisk(path.join(dir, 'not', 'yet'))
  expect(there).toBeGreaterThan(0)
  const { bavail, bsize } = fs.statfsSync(dir)
  // Other processes write there too.
  expect(Math.abs((there ?? 0) - bavail * bsize)).toBeLessThan(0.5 * bavail * bsize)
})
