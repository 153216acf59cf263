import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRun } from '../src/main/storage/runs/runs'
import { readActivity } from '../src/main/storage/runs/activity-log'
import {
  checkpointBytes,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
  tinyConfig,
  tinyDataset,
} from './support/studio'

/* Damage to one part of a run's folder must not cost the other parts. */

const STEPS = 40

const config = (root: string, steps = STEPS) =>
  tinyConfig(tinyDataset(root, 160), 'wasm', { epochs: 99, steps, sampleInterval: 15 })

async function train(root: string, steps?: number) {
  const started = await studioIn(root).train(config(root, steps), 'run', eventWatch().watch)
  return { dir: started.dir, outcome: await started.session.outcome }
}

async function resume(root: string, dir: string, steps: number) {
  const { session } = await studioIn(root).resume(dir, eventWatch().watch, { steps })
  return session.outcome
}

describe('the folder of samples', () => {
  it('is made again if it was deleted', async () => {
    const root = temporaryFolder()
    const { dir } = await train(root)
    fs.rmSync(path.join(dir, 'samples'), { recursive: true })
    expect(await resume(root, dir, 2 * STEPS)).toMatchObject({ kind: 'finished' })
    expect(fs.readdirSync(path.join(dir, 'samples'))).toContain('00000045.png')
  })

  it('costs no steps if it cannot be written: they are saved, and can be continued exactly', async () => {
    const root = temporaryFolder()
    const { watch, next } = eventWatch()
    const { dir, session } = await studioIn(root).train(config(root, 100_000), 'run', watch)
    await next(({ type }) => type === 'metrics')
    const samples = path.join(dir, 'samples')
    fs.renameSync(samples, path.join(root, 'samples'))
    fs.writeFileSync(samples, 'in the way')
    const failed = await session.outcome
    expect(failed).toMatchObject({ kind: 'failed', error: { code: 'storage' } })
    expect(Object.keys(checkpointBytes(dir, failed.step))).toContain('manifest.json')
    fs.rmSync(samples)
    const end = failed.step + STEPS
    expect(await resume(root, dir, end)).toMatchObject({ kind: 'finished' })
    expect((await readRun(dir)).sessions.at(-1)?.fromStep).toBe(failed.step)
    const whole = await train(root, end)
    expect(checkpointBytes(dir, end)).toEqual(checkpointBytes(whole.dir, end))
    expect(metricsText(dir)).toBe(metricsText(whole.dir))
  })
})

it('a damaged step number costs one line on resuming, and the file is kept', async () => {
  const root = temporaryFolder()
  const { dir } = await train(root)
  const before = metricsText(dir)
  const damaged = before.replace('"step":20,', '"step":900,')
  fs.writeFileSync(path.join(dir, 'metrics.jsonl'), damaged)
  expect(await resume(root, dir, 2 * STEPS)).toMatchObject({ kind: 'finished' })
  const kept = before.split('\n').filter((line) => !line.includes('"step":20,'))
  expect(metricsText(dir).startsWith(kept.join('\n'))).toBe(true)
  expect(metricsText(dir).trimEnd().split('\n')).toHaveLength(2 * STEPS - 1)
  const codes = (await readActivity(dir)).map(({ problem }) => problem)
  const copied = codes.find((problem) => problem?.code === 'metricsCopied')
  const copy = path.join(dir, String(copied?.given['folder']), 'metrics.jsonl')
  expect(fs.readFileSync(copy, 'utf8')).toBe(damaged)
  // Another resumption has nothing to repair.
  const asides = () => fs.readdirSync(path.join(dir, 'set-aside'))
  expect(asides()).toHaveLength(1)
  await resume(root, dir, 2 * STEPS + 5)
  expect(asides()).toHaveLength(1)
})
