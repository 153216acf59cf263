import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EngineName } from '../src/contract/engines'
import type { RunConfig } from '../src/contract/run'
import {
  checkpointBytes,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
  tinyConfig,
  tinyDataset,
} from './support/studio'

/** Trains to the end without interruption. @returns the run's folder */
async function uninterrupted(root: string, config: RunConfig): Promise<string> {
  const { watch } = eventWatch()
  const { dir, session } = await studioIn(root).train(config, 'uninterrupted', watch)
  expect(await session.outcome).toMatchObject({ kind: 'finished' })
  return dir
}

/** Trains until a checkpoint at `killAfter` or later, kills the trainer, and resumes to the end. */
async function killedAndResumed(root: string, config: RunConfig, killAfter: number) {
  const studio = studioIn(root)
  const first = eventWatch()
  const { dir, id, session } = await studio.train(config, 'killed', first.watch)
  await first.next((event) => event.type === 'checkpoint' && event.step >= killAfter)
  expect(await session.kill()).toMatchObject({ kind: 'interrupted' })
  const resumed = await studio.resume(id, eventWatch().watch)
  expect(await resumed.session.outcome).toMatchObject({ kind: 'finished' })
  return { dir, resumedFrom: resumed.overview.fromStep }
}

describe.each<EngineName>(['tensorflow', 'wasm'])('exact resume on %s', (engine) => {
  let root: string
  let config: RunConfig
  let reference: string

  beforeAll(async () => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-test-'))
    // With 160 images, an epoch has 10 steps, so the resumed part spans several epochs.
    config = tinyConfig(tinyDataset(root, 160), engine, { steps: 60, checkpointInterval: 25 })
    reference = await uninterrupted(root, config)
    return () => fs.rmSync(root, { recursive: true })
  })

  function expectSameAsReference(dir: string): void {
    expect(checkpointBytes(dir, 50)).toEqual(checkpointBytes(reference, 50))
    expect(checkpointBytes(dir, 60)).toEqual(checkpointBytes(reference, 60))
    expect(metricsText(dir)).toBe(metricsText(reference))
    expect(metricsText(dir).trimEnd().split('\n')).toHaveLength(60)
  }

  it('60 uninterrupted steps equal 25, a kill and 35 more, byte for byte, across epochs', async () => {
    const { dir, resumedFrom } = await killedAndResumed(root, config, 25)
    expect(resumedFrom).toBe(25)
    expectSameAsReference(dir)
  })

  it('stopping in the middle of an epoch and resuming reproduces the same bytes', async () => {
    const studio = studioIn(root)
    const { watch, next } = eventWatch()
    const { dir, id, session } = await studio.train(config, 'stopped', watch)
    await next((event) => event.type === 'metrics')
    const stopped = await session.stop()
    expect(stopped.kind).toBe('stopped')
    const resumed = await studio.resume(id, eventWatch().watch)
    expect(resumed.overview.fromStep).toBe(stopped.step)
    await resumed.session.outcome
    expectSameAsReference(dir)
  })
})

describe.each<EngineName>(['tensorflow', 'wasm'])('exact resume of a DCGAN on %s', (engine) => {
  it('12 uninterrupted steps equal 5, a kill and the rest, byte for byte', async () => {
    const root = temporaryFolder()
    const changes = { architecture: 'dcgan', steps: 12, checkpointInterval: 5 } as const
    const config = tinyConfig(tinyDataset(root, 160), engine, changes)
    const reference = await uninterrupted(root, config)
    const { dir, resumedFrom } = await killedAndResumed(root, config, 5)
    expect(resumedFrom).toBeGreaterThanOrEqual(5)
    expect(checkpointBytes(dir, 12)).toEqual(checkpointBytes(reference, 12))
    expect(metricsText(dir)).toBe(metricsText(reference))
  })
})

describe('resuming on real MNIST', () => {
  it('is exact at the reference sizes', async () => {
    const root = temporaryFolder()
    const config = tinyConfig('mnist', 'tensorflow', {
      imageSize: 28,
      batchSize: 64,
      latentDim: 100,
      steps: 20,
      checkpointInterval: 8,
    })
    const reference = await uninterrupted(root, config)
    const { dir, resumedFrom } = await killedAndResumed(root, config, 8)
    expect(resumedFrom).toBeGreaterThanOrEqual(8)
    expect(checkpointBytes(dir, 20)).toEqual(checkpointBytes(reference, 20))
    expect(metricsText(dir)).toBe(metricsText(reference))
  })
})

describe('resuming', () => {
  it('refuses a data set that changed since the run started', async () => {
    const root = temporaryFolder()
    const config = tinyConfig(tinyDataset(root, 160), 'wasm', { steps: 4, checkpointInterval: 2 })
    const dir = await uninterrupted(root, config)
    tinyDataset(root, 176)
    const again = studioIn(root).resume(path.basename(dir), eventWatch().watch)
    await expect(again).rejects.toMatchObject({ code: 'data' })
  })

  it('skips a damaged newest checkpoint, reports it and uses the one before', async () => {
    const root = temporaryFolder()
    const config = tinyConfig(tinyDataset(root, 160), 'wasm', { steps: 6, checkpointInterval: 2 })
    const dir = await uninterrupted(root, config)
    const before = checkpointBytes(dir, 6)
    const file = path.join(dir, 'checkpoints', '00000006', 'generator.safetensors')
    const bytes = fs.readFileSync(file)
    bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1
    fs.writeFileSync(file, bytes)
    const resumed = await studioIn(root).resume(path.basename(dir), eventWatch().watch)
    expect(resumed.overview.fromStep).toBe(4)
    expect(resumed.skipped).toMatchObject([{ step: 6 }])
    await resumed.session.outcome
    expect(checkpointBytes(dir, 6)).toEqual(before)
  })
})
