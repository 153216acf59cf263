import fs from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { notice } from '../../../contract/notices'
import { placeOf } from '../../../contract/queue/job'
import { problemError, toReport } from '../../../contract/errors'
import { ownHolder } from '../locks/lock-files'
import { bundleProgram, ended, nextMessage, start } from '../testing/children'
import { tempDir } from '../testing/temp-dir'
import { EmbeddedQueue } from './embedded-queue'
import { moved } from './order'
import { queueFile } from './queue-document'

const failure = toReport(problemError('training', 'hostEnded', {}))
const runsOf = async (queue: EmbeddedQueue) => (await queue.read()).jobs.map(({ run }) => run)
const stored = (root: string) =>
  JSON.parse(fs.readFileSync(queueFile(root), 'utf8')) as Record<string, unknown>

async function queueOf(...runs: string[]) {
  const root = tempDir()
  const queue = new EmbeddedQueue(root)
  for (const run of runs) await queue.add(run, {})
  return { root, queue, holder: await ownHolder() }
}

test('a queue is empty without a file, and reading it writes nothing', async () => {
  const { root, queue } = await queueOf()
  const empty = { jobs: [], paused: false, atOnce: 'auto', warning: null }
  expect(await queue.read()).toEqual(empty)
  expect(fs.readdirSync(root)).toEqual([])
  expect(await new EmbeddedQueue(join(root, 'not', 'there')).read()).toEqual(empty)
})

test('jobs keep the order in which they were added, even if the clock is changed', async () => {
  const root = tempDir()
  const times = ['2026-05-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z']
  let n = 0
  const queue = new EmbeddedQueue(root, () => new Date(times[n++] ?? 0))
  for (const run of ['a', 'b', 'c']) await queue.add(run, {})
  expect(await runsOf(queue)).toEqual(['a', 'b', 'c'])
})

test('a run is in the queue once', async () => {
  const { queue, holder } = await queueOf('a')
  await expect(queue.add('a', {})).rejects.toMatchObject({ problem: { code: 'alreadyQueued' } })
  const claim = await queue.claim('a', holder)
  await expect(queue.add('a', {})).rejects.toMatchObject({ problem: { code: 'alreadyQueued' } })
  if (claim === undefined) throw new Error('not claimed')
  await queue.fail(claim, failure)
  await queue.add('a', { epochs: 3 })
  const { jobs } = await queue.read()
  expect(jobs).toMatchObject([{ run: 'a', state: 'waiting', options: { epochs: 3 }, error: null }])
  // Counting attempts from the start again would make an earlier claim valid.
  expect(jobs[0]?.attempt).toBe(1)
})

test('moving changes the order of the waiting jobs only', async () => {
  const { queue, holder } = await queueOf('a', 'b', 'c', 'd')
  await queue.claim('a', holder)
  await queue.move('d', 1)
  expect(await runsOf(queue)).toEqual(['a', 'd', 'b', 'c'])
  await queue.move('d', 2)
  expect(await runsOf(queue)).toEqual(['a', 'b', 'd', 'c'])
  await queue.move('b', 99)
  expect(await runsOf(queue)).toEqual(['a', 'd', 'c', 'b'])
  await expect(queue.move('a', 2)).rejects.toMatchObject({ problem: { code: 'jobNotWaiting' } })
  await expect(queue.move('x', 2)).rejects.toMatchObject({ problem: { code: 'notQueued' } })
})

test('a moved job is at the place that was asked for, among any others', async () => {
  const { queue, holder } = await queueOf('a', 'b', 'c', 'd', 'e')
  for (const run of ['b', 'd']) await queue.claim(run, holder)
  const { jobs } = await queue.read()
  const waiting = jobs.filter(({ state }) => state === 'waiting')
  for (const job of waiting) {
    for (let to = 1; to <= waiting.length; to++) {
      const next = moved(jobs, job, to)
      expect(placeOf(next, job.run)).toBe(to)
      expect(new Set(next)).toEqual(new Set(jobs))
      expect(next).toHaveLength(jobs.length)
    }
  }
})

test('only the newest claim of a job counts', async () => {
  const { queue, holder } = await queueOf('a')
  const first = await queue.claim('a', holder)
  expect(first).toMatchObject({ run: 'a', attempt: 1 })
  expect(await queue.claim('a', holder)).toBeUndefined()
  if (first === undefined) throw new Error('not claimed')
  expect(await queue.release(first)).toBe(true)
  const second = await queue.claim('a', holder)
  expect(second?.attempt).toBe(2)
  expect(await queue.finish(first)).toBe(false)
  expect(await queue.fail(first, failure)).toBe(false)
  expect(await queue.release(first)).toBe(false)
  expect((await queue.read()).jobs).toMatchObject([{ state: 'running', attempt: 2 }])
  if (second === undefined) throw new Error('not claimed')
  expect(await queue.finish(second)).toBe(true)
  expect(await runsOf(queue)).toEqual([])
})

test('no job of a paused queue can be claimed, and a running one cannot be removed', async () => {
  const { queue, holder } = await queueOf('a', 'b')
  await queue.setPaused(true)
  expect(await queue.claim('a', holder)).toBeUndefined()
  await queue.setPaused(false)
  await queue.claim('a', holder)
  await expect(queue.remove('a')).rejects.toMatchObject({ problem: { code: 'jobRunning' } })
  await queue.remove('b')
  await queue.forget(['a', 'not there'])
  expect(await runsOf(queue)).toEqual([])
})

test('failed jobs wait again behind the others when they are retried', async () => {
  const { queue, holder } = await queueOf('a', 'b', 'c')
  for (const run of ['a', 'b']) {
    const claim = await queue.claim(run, holder)
    if (claim !== undefined) await queue.fail(claim, failure)
  }
  expect((await queue.read()).jobs[0]).toMatchObject({ state: 'failed', error: failure })
  await expect(queue.retry('c')).rejects.toMatchObject({ problem: { code: 'jobNotFailed' } })
  await queue.retry(null)
  const { jobs } = await queue.read()
  expect(jobs.map(({ run }) => run)).toEqual(['c', 'a', 'b'])
  expect(jobs.every(({ state, error }) => state === 'waiting' && error === null)).toBe(true)
})

test('the reason for waiting is written when it changes, not with every amount', async () => {
  const { root, queue } = await queueOf('a')
  await queue.explain('a', notice('waitsForMemory', { needed: '2 GB', available: '1 GB' }))
  const before = fs.readFileSync(queueFile(root), 'utf8')
  await queue.explain('a', notice('waitsForMemory', { needed: '2 GB', available: '1.1 GB' }))
  expect(fs.readFileSync(queueFile(root), 'utf8')).toBe(before)
  await queue.explain('a', null)
  expect((await queue.read()).jobs[0]?.waitsFor).toBeNull()
})

test('keys of other versions stay with their job, wherever it moves', async () => {
  const { root, queue, holder } = await queueOf('a', 'b', 'c')
  const document = stored(root) as { jobs: Record<string, unknown>[] }
  for (const job of document.jobs) job['colour'] = `of ${String(job['run'])}`
  fs.writeFileSync(queueFile(root), JSON.stringify({ ...document, shared: { with: 'us' } }))
  const claim = await queue.claim('a', holder)
  if (claim !== undefined) await queue.fail(claim, failure)
  await queue.move('c', 1)
  await queue.retry('a')
  const after = stored(root) as { jobs: Record<string, unknown>[] }
  expect(after).toMatchObject({ shared: { with: 'us' } })
  expect(after.jobs.map((job) => [job['run'], job['colour']])).toEqual([
    ['c', 'of c'],
    ['b', 'of b'],
    ['a', 'of a'],
  ])
  expect((await queue.read()).jobs[0]).not.toHaveProperty('colour')
})

test('a document with nothing but its version has the defaults', async () => {
  const { root, queue } = await queueOf()
  fs.writeFileSync(queueFile(root), '{"schemaVersion":1}')
  expect(await queue.read()).toMatchObject({ jobs: [], paused: false, atOnce: 'auto' })
})

const damages: Record<string, string> = {
  empty: '',
  'cut short': '{"schemaVersion":1,"jobs":[{"run":"a"',
  'of another kind': '[]',
  'with a job without a run': '{"schemaVersion":1,"jobs":[{"state":"waiting"}]}',
}

test.each(Object.entries(damages))('a damaged file (%s) is kept, and reported', async (_, text) => {
  const { root, queue } = await queueOf()
  fs.writeFileSync(queueFile(root), text)
  const { jobs, warning } = await queue.read()
  expect(jobs).toEqual([])
  const [aside, ...others] = fs.readdirSync(root).filter((name) => name.includes('damaged'))
  expect(others).toEqual([])
  expect(fs.readFileSync(join(root, aside ?? ''), 'utf8')).toBe(text)
  expect(warning?.message).toContain(aside)
  await queue.add('b', {})
  expect(await queue.read()).toMatchObject({
    jobs: [{ run: 'b' }],
    warning: { message: warning?.message },
  })
  fs.rmSync(join(root, aside ?? ''))
  expect((await queue.read()).warning).toBeNull()
})

test('two damaged files of one second are both kept', async () => {
  const root = tempDir()
  const queue = new EmbeddedQueue(root, () => new Date('2026-11-30T12:00:00.000Z'))
  for (const text of ['first', 'second']) {
    fs.writeFileSync(queueFile(root), text)
    await queue.read()
  }
  const kept = fs.readdirSync(root).map((name) => fs.readFileSync(join(root, name), 'utf8'))
  expect(kept.sort()).toEqual(['first', 'second'])
})

test.each([
  '{"schemaVersion":2,"jobs":{}}',
  '{"schemaVersion":1,"jobs":[{"run":"a","addedAt":"2026-11-30T12:00:00.000Z","state":"elsewhere"}]}',
])('a queue of a newer version is refused and left as it is: %s', async (text) => {
  const { root, queue } = await queueOf()
  fs.writeFileSync(queueFile(root), text)
  await expect(queue.read()).rejects.toMatchObject({ code: 'checkpoint' })
  await expect(queue.add('b', {})).rejects.toMatchObject({ code: 'checkpoint' })
  expect(fs.readdirSync(root)).toEqual(['queue.json'])
  expect(fs.readFileSync(queueFile(root), 'utf8')).toBe(text)
})

let program: string
beforeAll(async () => {
  program = await bundleProgram('queue-program')
})
afterAll(() => fs.rmSync(join(program, '..'), { recursive: true, force: true }))

async function processes(root: string, count: number) {
  const children = Array.from({ length: count }, () => start(program, root))
  await Promise.all(children.map(nextMessage))
  const ask = (child: (typeof children)[number], message: string) => {
    const answer = nextMessage(child)
    child.send(message)
    return answer
  }
  return { children, ask }
}

test('no job is lost or claimed twice, although several processes add and claim jobs at the same time', async () => {
  const root = tempDir()
  const { children, ask } = await processes(root, 3)
  await Promise.all(children.map((child) => ask(child, 'add 8')))
  const queue = new EmbeddedQueue(root)
  const added = await runsOf(queue)
  expect(added).toHaveLength(24)
  for (const { pid } of children) {
    const own = added.filter((run) => run.startsWith(`${pid}-`))
    expect(own).toEqual(Array.from({ length: 8 }, (_, n) => `${pid}-${n}`))
  }
  const claimed: unknown[] = []
  for (let round = 0; round < 8; round++) {
    claimed.push(...(await Promise.all(children.map((child) => ask(child, 'claim')))))
  }
  expect([...claimed].sort()).toEqual([...added].sort())
  for (const child of children) child.disconnect()
  await Promise.all(children.map(ended))
})

test('the job of a killed process waits again, in its old place, and its claim is void', async () => {
  const { root, queue, holder } = await queueOf('a', 'b')
  const { children, ask } = await processes(root, 1)
  const [child] = children
  if (child === undefined) throw new Error('no child')
  expect(await ask(child, 'claim')).toBe('a')
  expect((await queue.read()).jobs).toMatchObject([{ state: 'running' }, { state: 'waiting' }])
  child.kill('SIGKILL')
  await ended(child)
  expect((await queue.read()).jobs).toMatchObject([
    { run: 'a', state: 'waiting', attempt: 1 },
    { run: 'b', state: 'waiting', attempt: 0 },
  ])
  const again = await queue.claim('a', holder)
  expect(again?.attempt).toBe(2)
  const lost = { run: 'a', options: {}, attempt: 1, holder }
  expect(await queue.finish(lost)).toBe(false)
})
