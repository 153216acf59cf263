import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { pythonCommand } from '../src/main/studio/torch-peer'
import { formatFigures, isWithin, median } from './studio/figures'

/*
 * The whole program: how long one epoch takes from the command to the last byte, its grids and
 * checkpoints included, beside a plain PyTorch script that does the same.
 */

const HELP = `Times \`gan-studio train --epochs 1\` beside bench/train_epoch.py, by turns.

  --rounds N          turns each takes; 3 if left out
  --engine NAME       the studio's engine; auto if left out
  --threads N         the studio's threads; what it chooses if left out
  --torch-threads N   PyTorch's, separated by commas; 1,2 if left out
  --json              the figures as JSON
`

const here = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** @returns seconds */
async function timeProgram(command: string, args: readonly string[]): Promise<number> {
  const started = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
  return (performance.now() - started) / 1000
}

interface Contender {
  name: string
  seconds: number[]
  run(folder: string): Promise<number>
}

function contenders(engine: string, threads: string | undefined, torch: string[]): Contender[] {
  const chosen = threads === undefined ? [] : ['--threads', threads]
  const train = [
    here('../out/main/cli.js'),
    'train',
    '--epochs',
    '1',
    '--engine',
    engine,
    ...chosen,
  ]
  const script = [here('./train_epoch.py'), '--data', here('../resources/datasets/mnist')]
  return [
    {
      name: 'gan-studio train',
      seconds: [],
      run: (out) => timeProgram(process.execPath, [...train, '--out', out]),
    },
    ...torch.map((count) => ({
      name: `PyTorch, ${count} threads`,
      seconds: [],
      run: (out: string) =>
        timeProgram(pythonCommand(), [...script, '--threads', count, '--out', out]),
    })),
  ]
}

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const { values } = parseArgs({
    args,
    options: {
      ...{ rounds: text, engine: text, threads: text },
      ...{ 'torch-threads': text, json: flag, help: flag },
    },
  })
  if (values.help) return void process.stdout.write(HELP)
  const torchThreads = (values['torch-threads'] ?? '1,2').split(',')
  const all = contenders(values.engine ?? 'auto', values.threads, torchThreads)
  for (let round = 0; round < Number(values.rounds ?? 3); round++) {
    for (const contender of all) {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-bench-'))
      contender.seconds.push(await contender.run(folder))
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }
  const figures = all.map(({ name, seconds }) => ({ name, value: median(seconds), unit: 's' }))
  const [ours, ...torch] = figures.map(({ value }) => value)
  const value = (ours ?? NaN) / Math.min(...torch)
  const ratio = { name: 'ratio to the faster PyTorch', value, unit: '', limit: 0.65 }
  const report = [...figures, ratio]
  process.stdout.write(
    `${values.json ? JSON.stringify({ program: report }) : formatFigures(report)}\n`,
  )
  if (!isWithin(ratio)) process.exitCode = 1
}
