import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { mathLibrarySchema } from '../src/contract/engines'
import type { EngineSetup } from '../src/contract/engines'
import { presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { samplesDirectory } from '../src/main/storage/paths'
import { Control } from '../src/main/trainer/control'
import { openRecorded } from './training/recorded'

/*
 * How long training waits for what it writes: the time from the end of one step to the end of the
 * next, with a sample grid every 50 steps and a checkpoint every 150, against the median. The
 * defaults write both far less often (every 400 and 500); a checkpoint that is due while the one
 * before is still being written waits for it, which this is to stay clear of. A training that
 * writes nothing comes first: what its longest gap takes is the machine's doing.
 */

const HELP = `Measures the longest gap between two training steps.

  --steps N     600 if left out
  --threads N   1 if left out
  --math NAME   onednn or eigen
`

/** The first steps warm up. */
const SKIPPED = 20

const NEVER = 1_000_000
const INTERVALS = {
  'writing nothing': { sampleInterval: NEVER, checkpointInterval: NEVER },
  writing: { sampleInterval: 50, checkpointInterval: 150 },
}

export async function main(args: string[]): Promise<void> {
  const options = { steps: { type: 'string' }, threads: { type: 'string' } } as const
  const { values } = parseArgs({
    args,
    options: { ...options, math: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) return void process.stdout.write(HELP)
  const math = mathLibrarySchema.optional().parse(values.math)
  const setup = { threads: Number(values.threads ?? 1), ...(math === undefined ? {} : { math }) }
  const steps = Number(values.steps ?? 600)
  for (const [what, intervals] of Object.entries(INTERVALS)) {
    process.stdout.write(`${what}: ${describe(await train({ ...intervals, steps }, setup))}`)
  }
}

/** @returns when each step ended */
async function train(changes: Partial<Hyperparameters>, setup: EngineSetup): Promise<number[]> {
  const runDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-gaps-'))
  fs.mkdirSync(samplesDirectory(runDir))
  try {
    const ends: number[] = []
    const hyperparameters = { ...presets.reference, ...changes }
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
    `  the longest is ${ratio.toFixed(2)} of the median\n`
  )
}
