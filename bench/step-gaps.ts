import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { mathLibrarySchema } from '../src/contract/engines'
import type { EngineSetup } from '../src/contract/engines'
import { presets } from '../src/contract/hyperparameters'
import { samplesDirectory } from '../src/main/storage/paths'
import { Control } from '../src/main/trainer/control'
import { openRecorded } from './training/recorded'

/*
 * How long training waits for what it writes: the time from the end of one step to the end of the
 * next, with a sample grid every 50 steps and a checkpoint every 100, against the median.
 */

const HELP = `Measures the longest gap between two training steps.

  --steps N     600 if left out
  --threads N   1 if left out
  --math NAME   onednn or eigen
`

/** The first steps warm up. */
const SKIPPED = 20

export async function main(args: string[]): Promise<void> {
  const options = { steps: { type: 'string' }, threads: { type: 'string' } } as const
  const { values } = parseArgs({
    args,
    options: { ...options, math: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) return void process.stdout.write(HELP)
  const math = mathLibrarySchema.optional().parse(values.math)
  const setup = { threads: Number(values.threads ?? 1), ...(math === undefined ? {} : { math }) }
  const ends = await train(Number(values.steps ?? 600), setup)
  process.stdout.write(describe(ends))
}

/** @returns when each step ended */
async function train(steps: number, setup: EngineSetup): Promise<number[]> {
  const runDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-gaps-'))
  fs.mkdirSync(samplesDirectory(runDir))
  try {
    const ends: number[] = []
    const intervals = { sampleInterval: 50, checkpointInterval: 100 }
    const hyperparameters = { ...presets.reference, ...intervals, steps }
    const session = await openRecorded({ runDir, hyperparameters, setup }, () =>
      ends.push(performance.now()),
    )
    await session.run(new Control())
    await session.close()
    return ends
  } finally {
    fs.rmSync(runDir, { recursive: true, force: true })
  }
}

function describe(ends: readonly number[]): string {
  const gaps = ends.slice(1).map((end, i) => ({ step: i + 2, ms: end - (ends[i] ?? NaN) }))
  const sorted = gaps.slice(SKIPPED).sort((a, b) => b.ms - a.ms)
  const median = sorted[Math.floor(sorted.length / 2)]?.ms ?? NaN
  const longest = sorted.slice(0, 8).map(({ step, ms }) => `${ms.toFixed(1)} before step ${step}`)
  const ratio = (sorted[0]?.ms ?? NaN) / median
  return (
    `median ${median.toFixed(1)} ms; longest ${longest.join(', ')}\n` +
    `the longest is ${ratio.toFixed(2)} of the median\n`
  )
}
