import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readLock } from '../src/main/storage/locks/lock'
import { listCheckpoints } from '../src/main/storage/checkpoints/checkpoints'
import { runsOf, startCli, tinyTraining, trainTiny } from './support/cli'
import { temporaryFolder } from './support/studio'
import { open } from './support/studio-host'

const often = ['--epochs', '100000', '--checkpoint-interval', '5', '--sample-interval', '5']

/** Trains on the command line until some checkpoints exist, and kills it. @returns the run */
async function killedHost(root: string): Promise<{ id: string; dir: string; seconds: number }> {
  const startedAt = Date.now()
  const child = startCli(root, ...tinyTraining(root, '--json', ...often))
  const ended = new Promise((resolve) => child.on('close', resolve))
  let stdout = ''
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (text) => {
      stdout += String(text)
      if (stdout.split('"event":"checkpoint"').length > 4) resolve()
    }),
  )
  child.kill('SIGKILL')
  await ended
  const [id = ''] = runsOf(root)
  const dir = path.join(root, 'runs', id)
  // The orphaned trainer saves a checkpoint and exits.
  while ((await readLock(dir)) !== undefined)
    await new Promise((resolve) => setTimeout(resolve, 20))
  return { id, dir, seconds: (Date.now() - startedAt) / 1000 }
}

it('a run whose host was killed keeps its last step, duration and activity', async () => {
  const root = temporaryFolder()
  const { id, dir, seconds } = await killedHost(root)
  const saved = (await listCheckpoints(dir)).at(-1)?.step ?? 0
  const stored = () => fs.readFileSync(path.join(dir, 'run.json'), 'utf8')
  expect(stored()).toContain('"running"')

  const first = await open(root)
  const { summary, sessions, log } = await first.call('runs.get', { id })
  expect(summary).toMatchObject({ state: 'interrupted', step: saved })
  const [session] = sessions
  expect(session).toMatchObject({ toStep: saved, endedAs: 'interrupted' })
  expect(session?.trainedSeconds).toBeGreaterThan(0)
  expect(session?.trainedSeconds).toBeLessThan(seconds)
  expect(log[0]).toMatchObject({ code: 'started', step: 0 })
  expect(log.at(-1)).toMatchObject({ code: 'interrupted', step: saved })
  const has = (code: string, step: number) =>
    log.some((entry) => entry.code === code && entry.step === step)
  for (const step of [5, 10]) expect(has('checkpoint', step) && has('sample', step)).toBe(true)
  expect(has('checkpoint', saved)).toBe(true)
  await first.studio.close()
  expect(JSON.parse(stored())).toMatchObject({
    state: 'interrupted',
    sessions: [{ toStep: saved }],
  })

  // Resuming keeps that history.
  const second = await open(root)
  await second.call('runs.resume', { id })
  await second.pastStep(id, saved)
  await second.call('runs.stop', { id })
  const later = await second.call('runs.get', { id })
  expect(later.sessions[0]).toEqual(session)
  const earlierLog = log.map(({ code, step }) => ({ code, step }))
  expect(later.log.slice(0, log.length)).toMatchObject(earlierLog)
  expect(later.log[log.length]).toMatchObject({ code: 'resumed', step: saved })
  expect(later.log.at(-1)).toMatchObject({ code: 'stopped', step: later.summary.step })
})

it('the studio shows each activity entry of a command-line run exactly once', async () => {
  const root = temporaryFolder()
  expect(trainTiny(root, '--epochs', '1', '--sample-interval', '5').code).toBe(0)
  const { call } = await open(root)
  const { runs } = await call('runs.list', {})
  const { log } = await call('runs.get', { id: runs[0]?.id ?? '' })
  const entries = log
    .filter(({ code }) => code !== 'note')
    .map(({ code, step }) => `${code} ${step}`)
  expect([...entries].sort()).toEqual(
    [
      'started 0',
      'sample 0',
      'sample 5',
      'sample 10',
      'checkpoint 10',
      'warning 10',
      'finished 10',
    ].sort(),
  )
  expect([entries[0], entries.at(-1)]).toEqual(['started 0', 'finished 10'])
  expect(new Set(log.map(({ at }) => at)).size).toBe(log.length)
})
