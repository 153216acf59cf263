import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRun } from '../../src/main/storage/runs/runs'
import { sampleFiles } from '../../src/main/storage/runs/samples'
import { someConfig } from '../../src/main/storage/testing/samples-of-data'
import { temporaryFolder } from '../support/studio'
import { open } from '../support/studio-host'

/* Documents that their schemas accept, but whose values the page would not. */

type Change = (document: Record<string, unknown>) => void

/** Creates a run and changes its run.json. */
async function runWith(root: string, name: string, change: Change = () => undefined) {
  const { dir, run } = await createRun(root, { name, config: someConfig, now: new Date() })
  const file = path.join(dir, 'run.json')
  const document = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>
  change(document)
  fs.writeFileSync(file, JSON.stringify(document))
  return { id: run.id, dir }
}

const fingerprint = 'a'.repeat(64)
const images = { name: 'x', fingerprint, images: 1000, width: 28, height: 28, channels: 1 }
const startedAt = '2026-01-01T00:00:00.000Z'
const ended = { startedAt, endedAt: startedAt, fromStep: 0, toStep: 0, trainedSeconds: 1e308 }
const epochs = (document: Record<string, unknown>, value: number) => {
  const config = document.config as { hyperparameters: object }
  Object.assign(config.hyperparameters, { epochs: value, steps: 0 })
}

const outOfRange: [string, Change, string][] = [
  [
    'epochs',
    (document) => {
      document.dataset = images
      epochs(document, Number.MAX_SAFE_INTEGER)
    },
    'totalSteps',
  ],
  [
    'images',
    (document) => {
      document.dataset = { ...images, images: Number.MAX_SAFE_INTEGER }
      epochs(document, 1000)
    },
    'totalSteps',
  ],
  ['times', (document) => void (document.sessions = [ended, ended]), 'earlierSeconds'],
]

describe.each(outOfRange)('a run with too large a number of %s', (_, change, name) => {
  it('is listed as broken, and the others as usual', async () => {
    const root = temporaryFolder()
    const good = await runWith(root, 'good')
    const bad = await runWith(root, 'bad', change)
    const { call } = await open(root)
    const { runs, broken } = await call('runs.list', {})
    expect(runs.map(({ id }) => id)).toEqual([good.id])
    expect(broken).toMatchObject([{ id: bad.id, error: { problem: { code: 'runOutOfRange' } } }])
    expect(broken[0]?.error.message).toContain(name)
    const refused = call('runs.get', { id: bad.id })
    await expect(refused).rejects.toMatchObject({ problem: { code: 'runOutOfRange' } })
    await call('runs.delete', { id: bad.id })
    expect((await call('runs.list', {})).broken).toEqual([])
  })
})

it('long texts of a run are cut wherever its summary is sent', async () => {
  const root = temporaryFolder()
  const long = 'x'.repeat(500_000)
  const { id } = await runWith(root, 'long', (document) => {
    const error = { code: 'training', message: long, remedy: long, where: long }
    const session = { startedAt, endedAt: startedAt, fromStep: 0, toStep: 0 }
    document.name = long
    document.state = 'failed'
    Object.assign(document.config as object, { dataset: long })
    document.sessions = [{ ...session, outcome: long, endedAs: 'failed', error }]
  })
  const { call, waitForEvent } = await open(root)
  const [listed] = (await call('runs.list', {})).runs
  expect(JSON.stringify(listed).length).toBeLessThan(50_000)
  expect(listed?.name).toHaveLength(120)
  const { run } = await waitForEvent('run', (event) => event.run.id === id)
  expect(JSON.stringify(run).length).toBeLessThan(50_000)
  await call('runs.delete', { id })
  expect((await call('runs.deleted', {})).runs[0]?.name).toHaveLength(120)
})

it('a run with times at the end of the calendar opens', async () => {
  const root = temporaryFolder()
  const at = '9999-12-31T23:59:59.999Z'
  const { id, dir } = await runWith(root, 'late', (document) => {
    document.createdAt = at
    document.state = 'running'
    document.sessions = [{ startedAt: at, fromStep: 0 }]
  })
  const lines = ['started', 'note', 'checkpoint'].map((code) => ({ at, code, step: 0 }))
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  fs.writeFileSync(path.join(dir, 'activity.jsonl'), text)
  fs.writeFileSync(sampleFiles(dir, 5).png, '')
  const late = new Date(Date.parse(at) + 1_000_000)
  fs.utimesSync(sampleFiles(dir, 5).png, late, late)
  const { call } = await open(root)
  const { log, summary } = await call('runs.get', { id })
  expect(summary.state).toBe('interrupted')
  expect(new Set(log.map((entry) => entry.at)).size).toBe(log.length)
})
