import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EngineName } from '../src/contract/engines'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { readRun } from '../src/main/storage/runs/runs'
import type { ResumeRequest } from '../src/main/studio/runs/resume-job'
import {
  checkpointBytes,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
  tinyConfig,
  tinyDataset,
} from './support/studio'

/** 152 images in batches of 16: an epoch has 10 steps, and its last batch has 8 images. */
const IMAGES = 152

const scheduled = {
  learningRateSchedule: 'cosine',
  beta2Schedule: 'linear',
  warmUp: 0.4,
  averaging: 'ema',
  emaHalfLife: 0.1,
} as const

async function trained(
  root: string,
  engine: EngineName,
  changes: Partial<Hyperparameters>,
): Promise<string> {
  const intervals = { checkpointInterval: 7, sampleInterval: 5 }
  const config = tinyConfig(tinyDataset(root, IMAGES), engine, { ...intervals, ...changes })
  const { dir, session } = await studioIn(root).train(config, 'a', eventWatch().watch)
  expect(await session.outcome).toMatchObject({ kind: 'finished' })
  return dir
}

async function resumed(root: string, dir: string, asked: ResumeRequest): Promise<number> {
  const { session } = await studioIn(root).resume(dir, eventWatch().watch, asked)
  const outcome = await session.outcome
  expect(outcome.kind).toBe('finished')
  return outcome.step
}

/** A checkpoint's files except the manifest, which contains the run's length. */
const weightsAt = (dir: string, step: number) =>
  Object.entries(checkpointBytes(dir, step)).filter(([name]) => name !== 'manifest.json')

const samplesOf = (dir: string): Record<string, string> => {
  const folder = path.join(dir, 'samples')
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.png'))
  return Object.fromEntries(
    names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'base64')]),
  )
}

describe.each<EngineName>(['tensorflow', 'wasm'])('training longer on %s', (engine) => {
  it.each([
    { short: { epochs: 2 }, asked: { epochs: 4 }, long: { epochs: 4, steps: 0 } },
    { short: { epochs: 9, steps: 13 }, asked: { epochs: 3 }, long: { epochs: 3, steps: 0 } },
    {
      short: { epochs: 9, steps: 13, ...scheduled },
      asked: { epochs: 3 },
      // A schedule to the end of training is over at the first end.
      long: { epochs: 3, steps: 0, ...scheduled, scheduleEnd: 13 / 10 },
    },
    { short: { epochs: 1 }, asked: { steps: 26 }, long: { epochs: 3, steps: 26 } },
    {
      short: { epochs: 9, steps: 13 },
      asked: { epochs: 2, steps: 17 },
      long: { epochs: 2, steps: 17 },
    },
  ])('$short, then $asked, equals $long from the start', async ({ short, asked, long }) => {
    const root = temporaryFolder()
    const reference = await trained(root, engine, long)
    const dir = await trained(root, engine, short)
    const step = await resumed(root, dir, asked)
    expect(metricsText(dir)).toBe(metricsText(reference))
    expect(metricsText(dir).trimEnd().split('\n')).toHaveLength(step)
    // The last checkpoint is identical, including its manifest. Earlier manifests contain the length
    // the run had at the time.
    expect(checkpointBytes(dir, step)).toEqual(checkpointBytes(reference, step))
    for (let at = 7; at < step; at += 7)
      expect(weightsAt(dir, at)).toEqual(weightsAt(reference, at))
    // The sample grid of the old last step stays: the longer run passes through that step too.
    expect(samplesOf(dir)).toMatchObject(samplesOf(reference))
    expect((await readRun(dir)).config.hyperparameters).toEqual(
      (await readRun(reference)).config.hyperparameters,
    )
  })
})

describe('training longer', () => {
  it('refuses a length already reached, naming the field, and changes nothing', async () => {
    const root = temporaryFolder()
    const dir = await trained(root, 'wasm', { epochs: 2 })
    const before = fs.readFileSync(path.join(dir, 'run.json'), 'utf8')
    const refused = (asked: ResumeRequest) => studioIn(root).resume(dir, eventWatch().watch, asked)
    await expect(refused({ epochs: 1 })).rejects.toMatchObject({ code: 'usage', where: 'epochs' })
    await expect(refused({ epochs: 2 })).rejects.toMatchObject({ code: 'usage', where: 'epochs' })
    await expect(refused({ steps: 19 })).rejects.toMatchObject({ code: 'usage', where: 'steps' })
    await expect(refused({ epochs: 3, steps: 20 })).rejects.toThrow('20 steps')
    expect(fs.readFileSync(path.join(dir, 'run.json'), 'utf8')).toBe(before)
  })

  it('works for a stopped run too', async () => {
    const root = temporaryFolder()
    const reference = await trained(root, 'wasm', { epochs: 4 })
    const config = tinyConfig(tinyDataset(root, IMAGES), 'wasm', {
      ...{ epochs: 1000, checkpointInterval: 7, sampleInterval: 5 },
    })
    const { watch, next } = eventWatch()
    const { dir, session } = await studioIn(root).train(config, 'b', watch)
    await next((event) => event.type === 'metrics')
    await session.stop()
    const { hyperparameters } = (await readRun(dir)).config
    const done = metricsText(dir).trimEnd().split('\n').length
    const epochs = Math.max(4, Math.ceil((done + 1) / 10))
    expect(await resumed(root, dir, { epochs })).toBe(epochs * 10)
    expect(metricsText(dir).startsWith(metricsText(reference))).toBe(true)
    expect((await readRun(dir)).config.hyperparameters).toEqual({ ...hyperparameters, epochs })
  })
})
