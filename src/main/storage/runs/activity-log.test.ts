import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ActivityLine } from '../../../contract/activity'
import { systemError, watchCalls } from '../testing/faults'
import { tempDir, temporariesBelow } from '../testing/temp-dir'
import { ActivityLog, MAX_LINES, readActivity } from './activity-log'

const file = (dir: string): string => join(dir, 'activity.jsonl')
const line = (i: number, code = 'sample'): ActivityLine => ({
  at: new Date(Date.UTC(2026, 0, 1) + i).toISOString(),
  code,
  step: i,
})
async function write(dir: string, ...lines: ActivityLine[]): Promise<void> {
  const { log } = await ActivityLog.open(dir)
  for (const one of lines) log.add(one)
  await log.close()
}

test('lines are read back in order across sessions, including those of other versions', async () => {
  const dir = tempDir()
  expect(await readActivity(dir)).toEqual([])
  await write(dir, line(1, 'started'), { ...line(2, 'from 2030'), more: [1] })
  const { log, lastAt } = await ActivityLog.open(dir)
  expect(lastAt).toBe(Date.parse(line(2).at))
  log.add(line(3))
  await log.close()
  expect(await readActivity(dir)).toEqual([
    line(1, 'started'),
    { ...line(2, 'from 2030'), more: [1] },
    line(3),
  ])
})

test('a log truncated at any byte yields its complete lines, and can be continued', async () => {
  const source = tempDir()
  await write(source, line(1, 'started'), line(2), line(3))
  const bytes = fs.readFileSync(file(source))
  const ends = [...bytes.keys()].filter((i) => bytes[i] === 10)
  for (let length = 0; length <= bytes.length; length += 7) {
    const dir = tempDir()
    fs.writeFileSync(file(dir), bytes.subarray(0, length))
    const whole = ends.filter((end) => end < length).length
    expect(await readActivity(dir)).toHaveLength(whole)
    await write(dir, line(9))
    const after = await readActivity(dir)
    expect(after.length).toBeGreaterThanOrEqual(whole + 1)
    expect(after.at(-1)).toEqual(line(9))
  }
})

test('damaged lines are skipped without affecting others', async () => {
  const dir = tempDir()
  const bad = ['', '{', 'null', '[]', '{"at":"now","code":"sample","step":1}', '{"step":-1}', '\0']
  const text = [JSON.stringify(line(1)), ...bad, JSON.stringify(line(2)), '']
  fs.writeFileSync(file(dir), text.join('\n'))
  expect(await readActivity(dir)).toEqual([line(1), line(2)])
  const unreadable = { ...line(3), problem: { code: 5 } }
  fs.appendFileSync(file(dir), `${JSON.stringify(unreadable)}\n`)
  expect((await readActivity(dir))[2]).toEqual({ ...line(3), problem: undefined })
})

test('the log stays bounded in lines and text length, and keeps the start and end of sessions', async () => {
  const dir = tempDir()
  const long = 'x'.repeat(1_000_000)
  const problem = { code: 'diskOther', given: { why: long } }
  const { log } = await ActivityLog.open(dir)
  log.add({ ...line(0, 'started'), text: long, problem })
  for (let i = 1; i <= 3 * MAX_LINES; i++) log.add(line(i))
  await log.close()
  const lines = await readActivity(dir)
  expect(lines.length).toBeLessThanOrEqual(2 * MAX_LINES)
  expect(lines[0]).toMatchObject({ code: 'started', step: 0 })
  expect(lines.at(-1)).toEqual(line(3 * MAX_LINES))
  expect(fs.statSync(file(dir)).size).toBeLessThan(1_000_000)
  expect(temporariesBelow(dir)).toEqual([])
})

test('a failed write loses nothing: its lines are written with the next', async () => {
  const dir = tempDir()
  let stop = (): void => undefined
  const failed = new Promise<void>((resolve) => {
    stop = watchCalls(async ({ name, half }) => {
      if (name !== 'writeFile') return
      await half()
      stop()
      resolve()
      throw systemError('ENOSPC')
    })
  })
  const { log } = await ActivityLog.open(dir)
  const first = [line(1), line(2), line(3)]
  for (const one of first) log.add(one)
  await failed
  log.add(line(4))
  await log.close()
  expect(await readActivity(dir)).toEqual([...first, line(4)])
})

test('the log is never written through a link, nor opened if a folder is in its place', async () => {
  const [dir, outside] = [tempDir(), join(tempDir(), 'outside')]
  fs.symlinkSync(outside, file(dir))
  await expect(ActivityLog.open(dir)).rejects.toMatchObject({ code: 'storage' })
  expect(fs.existsSync(outside)).toBe(false)
  const other = tempDir()
  fs.mkdirSync(file(other))
  await expect(ActivityLog.open(other)).rejects.toMatchObject({ code: 'checkpoint' })
})

test('the log never recreates a deleted folder, nor writes into one that replaced it', async () => {
  const dir = join(tempDir(), 'run')
  fs.mkdirSync(dir)
  const { log } = await ActivityLog.open(dir)
  fs.rmSync(dir, { recursive: true })
  fs.mkdirSync(dir)
  for (let i = 1; i <= 3 * MAX_LINES; i++) log.add(line(i))
  await log.close()
  expect(fs.readdirSync(dir)).toEqual([])
})
