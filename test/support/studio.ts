import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { settingsOf } from '../../src/contract/architectures/own-networks'
import { presets } from '../../src/contract/hyperparameters'
import type { Hyperparameters } from '../../src/contract/hyperparameters'
import type { RunConfig } from '../../src/contract/run'
import type { TrainerEvent } from '../../src/contract/trainer'
import type { Dataset } from '../../src/contract/datasets/dataset'
import { pixelsOf } from '../../src/main/storage/testing/pixels-of'
import { RandomStream } from '../../src/main/gan/random/random'
import { readLock } from '../../src/main/storage/locks/lock'
import { runDirectories } from '../../src/main/storage/runs/run-directories'
import { Studio } from '../../src/main/studio/studio'
import { nodeLauncher } from '../../src/main/trainer/launch/launch-node'
import { narrowNetworks } from './narrow-networks'

/* A studio with real trainer processes, on a data set small enough for tests. */

const TRAINER = path.resolve('out/main/trainer.js')
export const BUNDLED_DATASETS = path.resolve('resources/datasets')

/** Trainers by the data folder of their studio. */
const trainers = new Map<string, { kill(): void; exited: Promise<unknown> }[]>()

/**
 * Creates a folder that is removed after the test, once every trainer in it has ended.
 *
 * @param whenFinished the test's own hook, if the test runs at the same time as others
 */
export function temporaryFolder(whenFinished: typeof onTestFinished = onTestFinished): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-test-'))
  whenFinished(async () => {
    // A failed test may leave trainers running, which would write during the removal.
    for (const { kill, exited } of trainers.get(folder) ?? []) {
      kill()
      await exited
    }
    // Trainers whose host was killed save before they exit.
    for (const dir of await runDirectories(folder)) {
      await vi.waitUntil(async () => (await readLock(dir)) === undefined, { timeout: 30_000 })
    }
    fs.rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

export function studioIn(root: string): Studio {
  const launch = nodeLauncher(TRAINER)
  const started = trainers.get(root) ?? []
  trainers.set(root, started)
  return new Studio({
    root,
    datasetsDirs: [BUNDLED_DATASETS, path.join(root, 'datasets')],
    launch: () => {
      const child = launch()
      const exited = new Promise((resolve) => child.onExit(resolve))
      started.push({ kill: () => child.kill(), exited })
      return child
    },
  })
}

/** Writes `count` random 8x8 images as an MNIST-like folder. @returns its path */
export function tinyDataset(root: string, count: number): string {
  const size = 8
  const header = Buffer.alloc(16)
  header.writeUInt32BE(0x00000803, 0)
  header.writeUInt32BE(count, 4)
  header.writeUInt32BE(size, 8)
  header.writeUInt32BE(size, 12)
  const random = RandomStream.seeded(7, 'tiny data set')
  const pixels = Buffer.from(
    Uint8Array.from({ length: count * size * size }, () => random.below(256)),
  )
  const folder = path.join(root, 'datasets', 'tiny')
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'train-images-idx3-ubyte')
  fs.writeFileSync(file, Buffer.concat([header, pixels]))
  return folder
}

/** Writes a data set's images and labels as IDX files. @returns the path of their folder */
export function datasetFolder(root: string, dataset: Dataset): string {
  const { count, imageSize: size, channels, labels } = dataset
  const pixels = pixelsOf(dataset)
  const folder = path.join(root, 'datasets', 'made-up')
  fs.mkdirSync(folder, { recursive: true })
  const write = (kind: string, shape: number[], bytes: Uint8Array): void => {
    const header = Buffer.alloc(4 + 4 * shape.length)
    header.writeUInt32BE(0x00000800 + shape.length, 0)
    shape.forEach((length, i) => header.writeUInt32BE(length, 4 + 4 * i))
    const file = path.join(folder, `train-${kind}-idx${shape.length}-ubyte`)
    fs.writeFileSync(file, Buffer.concat([header, bytes]))
  }
  const shape = channels === 1 ? [count, size, size] : [count, size, size, channels]
  // In files, a pixel's channels are next to one another.
  const interleaved = Uint8Array.from(pixels, (_, i) => {
    const [channel, pixel] = [i % channels, Math.floor(i / channels)]
    const [image, at] = [Math.floor(pixel / size ** 2), pixel % size ** 2]
    return pixels[(image * channels + channel) * size ** 2 + at] ?? 0
  })
  write('images', shape, interleaved)
  if (labels !== undefined) write('labels', [count], Uint8Array.from(labels))
  return folder
}

/**
 * The reference preset with 8x8 images, batches of 16 and narrow networks. With an architecture among
 * the changes, the networks are that architecture's.
 */
export function tinyConfig(
  dataset: string,
  engine: RunConfig['engine'],
  changes: Partial<Hyperparameters> = {},
): RunConfig {
  const hyperparameters = {
    ...presets.reference,
    imageSize: 8,
    batchSize: 16,
    latentDim: 10,
    sampleInterval: 1000,
    keepCheckpoints: 0,
    ...changes,
  }
  const common = { dataset, engine, threads: 1 }
  if (changes.architecture !== undefined) return { ...common, hyperparameters }
  const networks = narrowNetworks(hyperparameters)
  const settings = settingsOf(networks) as Partial<Hyperparameters>
  return { ...common, hyperparameters: { ...hyperparameters, ...settings }, networks }
}

/** Collects a run's events. `next` waits for the first matching event, which may be a past one. */
export function eventWatch(): {
  watch: { onEvent(event: TrainerEvent): void }
  events: TrainerEvent[]
  next(matches: (event: TrainerEvent) => boolean): Promise<TrainerEvent>
} {
  const events: TrainerEvent[] = []
  const waiting = new Set<(event: TrainerEvent) => void>()
  return {
    events,
    watch: {
      onEvent(event) {
        events.push(event)
        for (const listener of waiting) listener(event)
      },
    },
    next: (matches) =>
      new Promise((resolve) => {
        const check = (event: TrainerEvent): void => {
          if (!matches(event)) return
          waiting.delete(check)
          resolve(event)
        }
        waiting.add(check)
        events.forEach(check)
      }),
  }
}

/** A checkpoint's files by name, as base64. */
export function checkpointBytes(runDir: string, step: number): Record<string, string> {
  const dir = path.join(runDir, 'checkpoints', String(step).padStart(8, '0'))
  return Object.fromEntries(
    fs.readdirSync(dir).map((name) => [name, fs.readFileSync(path.join(dir, name), 'base64')]),
  )
}

export const metricsText = (runDir: string): string =>
  fs.readFileSync(path.join(runDir, 'metrics.jsonl'), 'utf8')
