import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { benchMemory } from './metrics-cost/memory'
import { benchSlowdown } from './metrics-cost/slowdown'
import { benchTab } from './metrics-cost/tab'
import { formatFigures, isWithin } from './studio/figures'
import type { Figure } from './studio/figures'

/*
 * The cost of measuring images while training: how much slower training is, whether the processes'
 * memory grows, and what the open Quality tab costs. The built program is measured from outside.
 */

const HELP = `Measures the cost of measuring images while training.

  --only NAMES     any of slowdown, memory, tab; separated by commas
  --presets NAMES  presets to train in slowdown; default reference,dcgan
  --interval N     steps between passes in slowdown; default 5000
  --passes N       passes per run in slowdown; default 3
  --rounds N       pairs of runs in slowdown, and rounds in tab; default 3
  --memory N       passes in the memory part; default 200
  --engine NAME, --threads N   as for train
  --keep DIR       use this data folder and keep it
  --json           print the figures as JSON
`

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args,
    options: {
      ...{ only: text, presets: text, interval: text, passes: text, rounds: text, memory: text },
      ...{ engine: text, threads: text, keep: text, json: flag, help: flag },
    },
  })
  if (values.help) return void process.stdout.write(HELP)
  const home = values.keep ?? fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-bench-'))
  const selected = values.only?.split(',') ?? ['slowdown', 'memory', 'tab']
  const { engine, threads } = values
  const flags = Object.entries({ engine, threads }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  )
  const rounds = Number(values.rounds ?? 3)
  try {
    const figures: Figure[] = []
    if (selected.includes('tab')) figures.push(...(await benchTab(home, rounds)))
    // Otherwise, the program would not measure its runs.
    delete process.env['GAN_STUDIO_MEASURE']
    if (selected.includes('slowdown')) {
      const [interval, passes] = [Number(values.interval ?? 5000), Number(values.passes ?? 3)]
      for (const preset of (values.presets ?? 'reference,dcgan').split(',')) {
        figures.push(...(await benchSlowdown({ preset, home, flags, interval, passes, rounds })))
      }
    }
    if (selected.includes('memory')) {
      figures.push(...(await benchMemory({ home, flags, passes: Number(values.memory ?? 200) })))
    }
    const out = values.json ? JSON.stringify({ metricsCost: figures }) : formatFigures(figures)
    process.stdout.write(`${out}\n`)
    if (!figures.every(isWithin)) process.exitCode = 1
  } finally {
    if (values.keep === undefined) fs.rmSync(home, { recursive: true, force: true })
  }
}
