import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { tempDir } from '../../storage/testing/temp-dir'
import { Uploads } from '../../storage/uploads/uploads'
import { keepTidy } from './tidy'

const DAY_MS = 86_400_000
let root: string
let end: () => void = () => undefined
beforeEach(() => {
  root = tempDir()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

const uploads = (): string[] => fs.readdirSync(path.join(root, 'uploads')).sort()
/** Waits for the files to be removed; the timers are fake, the disk is not. */
const leaves = (names: string[]) =>
  vi.waitFor(() => expect(uploads()).toEqual(names.toSorted()), { timeout: 60_000 })

it('what pages have left is removed in its time, while the studio runs', async () => {
  const store = new Uploads({ root, freeBytes: async () => null })
  async function* bytes() {
    yield Buffer.of(1)
  }
  // A page that was closed in the middle, one that never imported, one that sent nothing, and a host
  // that was killed before the note was written.
  const unfinished = await store.create({ name: 'a.zip', bytes: 10 })
  await store.append(unfinished.id, 0, bytes())
  const unused = await store.create({ name: 'b.zip', bytes: 1 })
  await store.append(unused.id, 0, bytes())
  const empty = await store.create({ name: 'c.zip', bytes: 10 })
  const killed = 'a'.repeat(24)
  fs.mkdirSync(path.join(root, 'uploads', killed))
  const part = path.join(root, 'downloads', 'emnist', 'gzip.zip.part')
  fs.mkdirSync(path.dirname(part), { recursive: true })
  fs.writeFileSync(part, 'x')

  end = keepTidy(root)
  vi.advanceTimersByTime(0.9 * DAY_MS)
  const all = [unfinished.id, unused.id, empty.id, killed]
  await leaves(all)
  vi.advanceTimersByTime(0.4 * DAY_MS)
  await leaves(all.filter((id) => id !== unused.id))
  vi.advanceTimersByTime(5 * DAY_MS)
  expect(uploads()).toHaveLength(3)
  vi.advanceTimersByTime(1.5 * DAY_MS)
  await leaves([])
  expect(fs.existsSync(part)).toBe(true)
  vi.advanceTimersByTime(30 * DAY_MS)
  await vi.waitFor(() => expect(fs.existsSync(part)).toBe(false), { timeout: 60_000 })
})

it('removes at the start what an earlier run has left, and nothing after the end', async () => {
  const old = path.join(root, 'uploads', 'b'.repeat(24))
  fs.mkdirSync(old, { recursive: true })
  const before = new Date(Date.now() - 8 * DAY_MS)
  fs.utimesSync(old, before, before)
  end = keepTidy(root)
  await leaves([])
  end()
  expect(vi.getTimerCount()).toBe(0)
})
