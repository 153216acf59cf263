import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Metrics } from '../../src/contract/metrics/record'
import { latestUsable, writeCheckpoint } from '../../src/main/storage/checkpoints/checkpoints'
import { metricsFile } from '../../src/main/storage/runs/paths'
import { listRuns } from '../../src/main/storage/runs/run-list'
import { updateRun } from '../../src/main/storage/runs/runs'
import { sampleFiles, writeSample } from '../../src/main/storage/runs/samples'

export const LONG_RUN = 'A long run'
/** 50 epochs of MNIST at batch 64. */
export const STEPS = 46_900
const PER_EPOCH = 938
const SAMPLE_EVERY = 400

/**
 * Creates a run of 46,900 steps in a data folder, ready to be resumed. Its weights are from ten real
 * steps; its metrics and samples are made up, and take as long to draw as real ones.
 *
 * @returns the run's id
 */
export async function createLongRun(dataFolder: string): Promise<string> {
  const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))
  const length = ['--epochs', '200', '--steps', '10', '--metrics-interval', '0']
  const settings = [...length, '--seed', '1', '--name', LONG_RUN]
  const trained = spawnSync(process.execPath, [cli, 'train', ...settings, '--out', dataFolder])
  if (trained.status !== 0)
    throw new Error(`training ended with ${trained.status}: ${trained.stderr}`)
  const stored = (await listRuns(dataFolder)).runs[0]
  if (stored === undefined) throw new Error('there is no run')
  const { dir, run } = stored
  await moveCheckpoint(dir)
  writeMadeUpMetrics(dir)
  await makeUpGallery(dir)
  await updateRun(dir, (r) => ({
    ...r,
    state: 'stopped',
    config: { ...r.config, hyperparameters: { ...r.config.hyperparameters, steps: 0 } },
    sessions: r.sessions.map((session) => ({ ...session, toStep: STEPS, endedAs: 'stopped' })),
  }))
  return run.id
}

async function moveCheckpoint(dir: string): Promise<void> {
  const { checkpoint } = await latestUsable(dir)
  if (checkpoint === undefined) throw new Error('the run has no checkpoint')
  const { manifest, state } = checkpoint
  const updates = { 'optimizer.generator': [STEPS], 'optimizer.discriminator': [STEPS] }
  await writeCheckpoint(dir, {
    ...manifest,
    files: state.files,
    host: { ...state.host, ...updates },
    step: STEPS,
    hyperparameters: { ...manifest.hyperparameters, steps: 0 },
  })
  fs.rmSync(checkpoint.dir, { recursive: true })
}

/** Replaces a run's metrics with made-up ones. @param scale factor of the losses */
export function writeMadeUpMetrics(dir: string, scale = 1): void {
  const lines = makeUpMetrics(scale).map((metrics) => `${JSON.stringify(metrics)}\n`)
  fs.writeFileSync(metricsFile(dir), lines.join(''))
}

/** Noisy but deterministic curves, the same for every benchmark. */
function makeUpMetrics(scale: number): Metrics[] {
  const wave = (step: number, seed: number): number =>
    Math.sin(step * (0.37 + seed)) * 0.2 + Math.sin(step / (900 + 100 * seed)) * 0.15
  return Array.from({ length: STEPS }, (_, i) => ({
    step: i + 1,
    epoch: Math.floor(i / PER_EPOCH) + 1,
    lossD: scale * (1.1 + wave(i, 0.1)),
    lossG: scale * (1.2 + 2 * wave(i, 0.2)),
    dReal: 0.62 + 0.5 * wave(i, 0.3),
    dFake: 0.38 + 0.5 * wave(i, 0.4),
  }))
}

async function makeUpGallery(dir: string): Promise<void> {
  const first = fs
    .readdirSync(path.dirname(sampleFiles(dir, 0).png))
    .find((n) => n.endsWith('.png'))
  if (first === undefined) throw new Error('the run has no grid')
  const png = fs.readFileSync(path.join(path.dirname(sampleFiles(dir, 0).png), first))
  for (let step = SAMPLE_EVERY; step <= STEPS; step += SAMPLE_EVERY) {
    await writeSample(dir, step, png, { step, latents: 'fixed', seed: 1 })
  }
}
