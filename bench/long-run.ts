import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { memory } from '@tensorflow/tfjs-core'
import { mathLibrarySchema } from '../src/contract/engines'
import { presets } from '../src/contract/hyperparameters'
import { samplesDirectory } from '../src/main/storage/paths'
import { median } from '../src/main/studio/quantile'
import { Control } from '../src/main/trainer/control'
import { openRecorded } from './training/recorded'

/*
 * A long training of compiled steps: memory, open files and the step's time, a thousand steps a
 * line. None of them should grow.
 */

const HELP = `Trains for long and watches memory, open files and speed.

  --steps N     20000 if left out
  --threads N   1 if left out
  --math NAME   onednn or eigen
`

const PORTION = 1000

export async function main(args: string[]): Promise<void> {
  const options = { steps: { type: 'string' }, threads: { type: 'string' } } as const
  const { values } = parseArgs({
    args,
    options: { ...options, math: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help === true) return void process.stdout.write(HELP)
  const math = mathLibrarySchema.optional().parse(values.math)
  const setup = { threads: Number(values.threads ?? 1), ...(math === undefined ? {} : { math }) }
  const runDir = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-long-'))
  fs.mkdirSync(samplesDirectory(runDir))
  try {
    const hyperparameters = { ...presets.reference, steps: Number(values.steps ?? 20_000) }
    const session = await openRecorded({ runDir, hyperparameters, setup }, recorder())
    await session.run(new Control())
    await session.close()
  } finally {
    fs.rmSync(runDir, { recursive: true, force: true })
  }
}

/** Prints a line every thousand steps. */
function recorder(): () => void {
  const times: number[] = []
  let [steps, last] = [0, performance.now()]
  return () => {
    const now = performance.now()
    times.push(now - last)
    last = now
    if (++steps % PORTION !== 0) return
    const stepMs = median(times.splice(0))
    const rss = (process.memoryUsage.rss() / 2 ** 20).toFixed(0)
    const { numTensors } = memory()
    process.stdout.write(
      `step ${steps}: median ${stepMs.toFixed(1)} ms, RSS ${rss} MiB, ${openFiles()} open files, ${numTensors} tensors\n`,
    )
  }
}

function openFiles(): number {
  try {
    return fs.readdirSync('/proc/self/fd').length
  } catch {
    return NaN
  }
}
