import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commands } from '../../../contract/api'
import { createRun } from '../../storage/runs/runs'
import { someConfig } from '../../storage/testing/samples-of-data'
import { tempDir } from '../../storage/testing/temp-dir'
import { deletedRuns } from './deleted-runs'
import { Trash, TRASH_DAYS } from './trash'

async function rootWithRun() {
  const root = tempDir()
  const { dir, run } = await createRun(root, { name: 'a run', config: someConfig, now: new Date() })
  return { root, dir, run, trash: new Trash(root) }
}

const day = 24 * 3_600_000
/** The entries listed by a host that starts at a time. */
const listedAt = async (root: string, time: number) => {
  const runs = await new Trash(root, () => time).list()
  return runs.map(({ entry }) => entry)
}

test('a run is kept for 30 days and deleted at the first start after that', async () => {
  const { root, dir } = await rootWithRun()
  const deleted = Date.now()
  const entry = await new Trash(root, () => deleted).put(dir)
  for (let days = 1; days <= TRASH_DAYS; days++) {
    expect(await listedAt(root, deleted + days * day)).toEqual([entry])
  }
  const after = new Trash(root, () => deleted + TRASH_DAYS * day + 1)
  expect(await after.list()).toEqual([])
  await expect(after.restore(entry)).rejects.toMatchObject({ code: 'usage' })
  expect(fs.existsSync(join(root, 'trash'))).toBe(false)
})

describe('a wrong clock', () => {
  const years = 365 * day
  test.each([
    ['ahead by 104 days at one start', [104, 1, 2]],
    ['ahead by 104 days at several starts', [104, 104.1, 104.2, 104.3, 104.4, 104.5]],
    ['going forth and back', [104, 0, 104, 1, 104, 2, 104, 3, 104, 4, 104, 5]],
    ['set back', [-20_000, 1, -20_000, 2, -20_000, 3, -20_000, 4, -20_000, 5]],
  ])('%s does not empty the trash', async (_, days) => {
    const { root, dir } = await rootWithRun()
    const deleted = Date.now()
    const entry = await new Trash(root, () => deleted).put(dir)
    for (const each of days) {
      expect(await listedAt(root, Math.max(0, deleted + each * day))).toEqual([entry])
    }
  })

  test('that was once far ahead does not keep a deleted run for longer than needed', async () => {
    const { root, dir } = await rootWithRun()
    const deleted = Date.now()
    const entry = await new Trash(root, () => deleted + 10 * years).put(dir)
    await listedAt(root, deleted + 10 * years)
    for (let days = 1; days < TRASH_DAYS - 7; days++) {
      expect(await listedAt(root, deleted + days * day)).toEqual([entry])
    }
    await listedAt(root, deleted + TRASH_DAYS * day)
    expect(await listedAt(root, deleted + (TRASH_DAYS + 4) * day)).toEqual([])
  })

  test('that is ahead when a run is deleted: the deletion counts as now', async () => {
    const { root, dir } = await rootWithRun()
    const now = Date.now()
    await new Trash(root, () => now + years).put(dir)
    const [listed] = await deletedRuns(new Trash(root, () => now))
    expect(listed?.deletedAt).toBe(new Date(now).toISOString())
  })

  test('that differs by hours from start to start does not age a run faster', async () => {
    const { root, dir } = await rootWithRun()
    const deleted = Date.now()
    const entry = await new Trash(root, () => deleted).put(dir)
    // As on a machine with two systems, one of which keeps the clock in local time.
    for (let start = 1; start < 2 * TRASH_DAYS; start++) {
      const ahead = start % 2 === 0 ? day / 3 : 0
      expect(await listedAt(root, deleted + (start / 2) * day + ahead)).toEqual([entry])
    }
  })

  test('that was set after a run was deleted does not make the run old', async () => {
    const { root, dir } = await rootWithRun()
    const entry = await new Trash(root, () => 0).put(dir)
    expect(await listedAt(root, 50 * years)).toEqual([entry])
    expect(await listedAt(root, 50 * years + day)).toEqual([entry])
  })

  test.each([-1, 0, 12_345, 999_999_999_999, 400 * years, 1e300])(
    'showing %d when a run is deleted does not lose the run',
    async (time) => {
      const { root, dir, trash } = await rootWithRun()
      const entry = await new Trash(root, () => time).put(dir)
      expect(commands['runs.deleted'].reply.parse({ runs: await deletedRuns(trash) }).runs).toEqual(
        [expect.objectContaining({ entry })],
      )
      expect(await trash.restore(entry)).toBe(dir)
    },
  )
})

test('a run that an earlier version deleted before 2001 by a wrong clock can be restored', async () => {
  const { root, dir, run, trash } = await rootWithRun()
  fs.mkdirSync(join(root, 'trash'))
  fs.renameSync(dir, join(root, 'trash', `12345-${run.id}`))
  expect(await deletedRuns(trash)).toMatchObject([{ id: run.id }])
  expect(await trash.restore(`12345-${run.id}`)).toBe(dir)
})
