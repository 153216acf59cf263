import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { DatasetDocument } from '../src/contract/datasets/document'
import { presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { median, quantile } from '../src/main/studio/quantile'
import { nodeLauncher } from '../src/main/trainer/launch/launch-node'
import { TrainerProcess } from '../src/main/trainer/launch/trainer-process'

/*
 * The time of training steps on a data set that stays on disk, relative to one in memory, and the
 * peak memory of both processes. The steps alternate in rounds. The files are sparse, so this
 * measures everything but the disk itself; `--folder` with `--written` includes the disk if the
 * images are more than its cache holds.
 */

const HELP = `Times training steps on a data set of several GB against one in memory.

  --gigabytes N   size of the large data set; default 6
  --rounds N      rounds per model; default 5
  --seconds N     duration of a round; default 8
  --threads N     default automatic
  --folder PATH   where to make the data sets; default the system's temporary folder
  --written       write the images, rather than make sparse files
`
const options = {
  gigabytes: { type: 'string', default: '6' },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '8' },
  threads: { type: 'string', default: '0' },
  folder: { type: 'string', default: os.tmpdir() },
  written: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** Bytes of the data set in memory: far more than the processor's caches. */
const SMALL_BYTES = 400e6
const SHARD_BYTES = 64 * 2 ** 20
/** Limits: the ratio of the medians, and the peak of the process in bytes. */
const SLOWEST = 1.03
const LARGEST = 1.2e9

const models: Record<string, Hyperparameters> = {
  'color-64': presets['color-64'],
  reference: presets.reference,
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options })
  if (values.help) return void process.stdout.write(HELP)
  const folder = fs.mkdtempSync(path.join(values.folder, 'gan-studio-large-set-'))
  process.stdout.write(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} CPUs\n`)
  try {
    for (const [name, h] of Object.entries(models)) {
      const large = makeDataset(folder, `large-${name}`, h, Number(values.gigabytes) * 1e9, values)
      const small = makeDataset(folder, `small-${name}`, h, SMALL_BYTES, values)
      await compare(name, { ...values, folder, h, large, small })
      fs.rmSync(path.join(folder, large), { recursive: true })
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Makes a valid data set of black images. @returns its name */
function makeDataset(
  folder: string,
  name: string,
  { imageSize, channels }: Hyperparameters,
  bytes: number,
  { written }: { written: boolean },
): string {
  const dir = path.join(folder, name)
  fs.mkdirSync(dir)
  const length = imageSize ** 2 * channels
  const images = Math.floor(bytes / length)
  const perShard = Math.floor(SHARD_BYTES / length)
  const shards = Array.from({ length: Math.ceil(images / perShard) }, (_, i) => {
    const shard = { file: `train-${i}.bin`, images: Math.min(perShard, images - i * perShard) }
    const file = path.join(dir, shard.file)
    fs.writeFileSync(file, written ? Buffer.alloc(shard.images * length) : '')
    fs.truncateSync(file, shard.images * length)
    return shard
  })
  const dims = [images, imageSize, imageSize, ...(channels === 1 ? [] : [channels])]
  const fingerprint = fingerprintOfBlack(dims, bytes > SMALL_BYTES ? 0 : images * length)
  const part = { images, shards, labels: null, names: null, classCounts: null }
  const document: DatasetDocument = {
    ...{ schemaVersion: 1, name, createdAt: new Date().toISOString() },
    source: { kind: 'folder', path: folder, options: {} },
    preparation: {
      ...{ imageSize, channels: channels === 1 ? 1 : 3, fit: 'crop', filter: 'lanczos' },
      ...{ background: '#ffffff', holdOut: 0, duplicates: 'keep' },
    },
    ...{ width: imageSize, height: imageSize, channels: channels === 1 ? 1 : 3, classes: null },
    mean: Array<number>(channels).fill(0),
    train: { ...part, fingerprint, labelsFingerprint: null },
    holdOut: null,
    ...{ refused: { count: 0, files: [] }, duplicates: 0, sizes: [] },
  }
  fs.writeFileSync(path.join(dir, 'dataset.json'), JSON.stringify(document))
  return name
}

/** The fingerprint is only checked when the images are read as a whole. */
function fingerprintOfBlack(dims: readonly number[], bytes: number): string {
  const header = Buffer.alloc(4 + 4 * dims.length)
  header.set([0, 0, 8, dims.length])
  dims.forEach((dim, i) => header.writeUInt32BE(dim, 4 + 4 * i))
  const hash = createHash('sha256').update(header)
  const black = Buffer.alloc(2 ** 20)
  for (let at = 0; at < bytes; at += black.length) hash.update(black.subarray(0, bytes - at))
  return hash.digest('hex')
}

interface Comparison {
  folder: string
  h: Hyperparameters
  large: string
  small: string
  rounds: string
  seconds: string
  threads: string
}

async function compare(name: string, given: Comparison): Promise<void> {
  const onDisk = await open(given, given.large)
  const inMemory = await open(given, given.small)
  const steps = Math.ceil((Number(given.seconds) * 1000) / inMemory.stepMs)
  for (let round = 0; round < Number(given.rounds); round++) {
    for (const side of round % 2 === 0 ? [onDisk, inMemory] : [inMemory, onDisk]) {
      const { milliseconds } = await side.trainer.request('benchSteps', { steps })
      side.medians.push(median(milliseconds))
      side.slowest.push(quantile(milliseconds, 0.99))
    }
  }
  const ratios = onDisk.medians.map((ms, i) => ms / (inMemory.medians[i] ?? NaN))
  const ratio = median(ratios)
  const [peak, plain] = [onDisk, inMemory].map(peakOf)
  const sides = Object.entries({ 'on disk': onDisk, 'in memory': inMemory })
  process.stdout.write(`${name}: ${steps} steps per round\n`)
  for (const [what, side] of sides) {
    const [ms, late] = [median(side.medians), median(side.slowest)]
    process.stdout.write(
      `  ${what}: median ${ms.toFixed(3)} ms, 99 % below ${late.toFixed(3)} ms\n`,
    )
  }
  const each = ratios.map((one) => one.toFixed(3)).join(', ')
  process.stdout.write(
    `  ratio ${ratio.toFixed(3)} (${each})${ratio <= SLOWEST ? '' : ', TOO SLOW'}\n` +
      `  peak ${mb(peak)} on disk, ${mb(plain)} in memory${(peak ?? 0) < LARGEST ? '' : ', TOO LARGE'}\n`,
  )
  for (const { trainer } of [onDisk, inMemory]) {
    trainer.kill()
    await trainer.exited
  }
}

async function open({ folder, h, threads }: Comparison, dataset: string) {
  const entry = fileURLToPath(new URL('../out/main/trainer.js', import.meta.url))
  const trainer = new TrainerProcess(nodeLauncher(entry), () => undefined)
  const job = { engine: 'tensorflow', hyperparameters: h, compile: true, dataset } as const
  const datasetsDirs = [path.join(folder, 'none'), folder]
  await trainer.request('benchOpen', { ...job, threads: Number(threads), datasetsDirs })
  const { milliseconds } = await trainer.request('benchSteps', { steps: 20 })
  const medians: number[] = []
  const slowest: number[] = []
  return { trainer, stepMs: median(milliseconds), medians, slowest }
}

/** Peak memory of a process in bytes; undefined where the system does not report it. */
function peakOf({ trainer }: { trainer: TrainerProcess }): number | undefined {
  const file = `/proc/${trainer.pid}/status`
  if (!fs.existsSync(file)) return undefined
  const [, kib] = /^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync(file, 'utf8')) ?? []
  return kib === undefined ? undefined : Number(kib) * 1024
}

const mb = (bytes: number | undefined): string =>
  bytes === undefined ? 'unknown' : `${Math.round(bytes / 1e6)} MB`
