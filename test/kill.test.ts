import fs from 'node:fs'
import path from 'node:path'
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import type { TrainerEvent } from '../src/contract/trainer'
import { RandomStream } from '../src/main/gan/random/random'
import {
  latestUsable,
  listCheckpoints,
  readCheckpoint,
} from '../src/main/storage/checkpoints/checkpoints'
import { scanMetrics } from '../src/main/storage/runs/metrics-lines'
import { checkpointsDirectory, samplesDirectory } from '../src/main/storage/runs/paths'
import { readRun } from '../src/main/storage/runs/runs'
import { listSamples } from '../src/main/storage/runs/samples'
import { changesIn } from '../src/main/storage/testing/changes'
import { studioIn, temporaryFolder, tinyConfig, tinyDataset } from './support/studio'

const KILLS = 30
const INTERVAL = 3
/** The most changes to wait for in the run's folder before a kill. */
const MAX_CHANGES = 120

const watched = (dir: string): string[] => [dir, samplesDirectory(dir), checkpointsDirectory(dir)]

/** Checks that every file a reader may open is complete. */
async function expectUsable(dir: string, seen: { step: number; saved: number }): Promise<void> {
  expect((await readRun(dir)).state).toBe('interrupted')
  for (const { dir: checkpoint } of await listCheckpoints(dir)) await readCheckpoint(checkpoint)
  const { checkpoint, skipped } = await latestUsable(dir)
  expect(skipped).toEqual([])
  const lastSaved = checkpoint?.step ?? 0
  expect(lastSaved).toBeGreaterThanOrEqual(seen.saved)
  // One interval, plus the steps that may pass while a checkpoint is being written.
  expect(seen.step - lastSaved).toBeLessThanOrEqual(2 * INTERVAL)
  for (const step of await listSamples(dir)) {
    const name = String(step).padStart(8, '0')
    expect(decode(fs.readFileSync(path.join(dir, 'samples', `${name}.png`))).width).toBe(52)
  }
  const { points } = scanMetrics(fs.readFileSync(path.join(dir, 'metrics.jsonl'), 'utf8'))
  points.forEach(({ step }, i) => expect(step).toBe(i + 1))
  expect(points.length).toBeGreaterThanOrEqual(lastSaved)
}

describe('kill -9', () => {
  it(`at ${KILLS} random moments leaves a run that opens, lists only complete files and loses at most two intervals`, async () => {
    const root = temporaryFolder()
    const studio = studioIn(root)
    const random = RandomStream.seeded(Date.now() >>> 0, 'kill')
    const config = tinyConfig(tinyDataset(root, 160), 'wasm', {
      epochs: 100_000,
      checkpointInterval: INTERVAL,
      sampleInterval: 2,
      keepCheckpoints: 3,
    })
    const seen = { step: 0, saved: 0 }
    const onEvent = (event: TrainerEvent): void => {
      if (event.type === 'metrics') seen.step = event.points.at(-1)?.step ?? seen.step
      if (event.type === 'checkpoint') seen.saved = event.step
    }
    let current = await studio.train(config, 'killed often', { onEvent })
    for (let kill = 0; kill < KILLS; kill++) {
      // Killing after a random number of changes to the folder usually interrupts a write.
      await changesIn(watched(current.dir), random.below(MAX_CHANGES))
      expect(await current.session.kill()).toMatchObject({ kind: 'interrupted' })
      await expectUsable(current.dir, seen)
      current = await studio.resume(current.id, { onEvent })
      seen.step = current.overview.fromStep
    }
    const outcome = await current.session.stop()
    expect(outcome).toMatchObject({ kind: 'stopped' })
    expect(outcome.step).toBeGreaterThan(KILLS)
    // Resuming removes the partial files that the kills left behind.
    const entries = fs.readdirSync(current.dir, { recursive: true }).map(String)
    expect(entries.filter((name) => name.includes('.tmp-'))).toEqual([])
  }, 300_000)
})
