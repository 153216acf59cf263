import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { pythonCommand } from '../src/main/studio/estimates/torch-peer'
import { median } from '../src/main/studio/quantile'
import { formatFigures, isWithin } from './studio/figures'

/*
 * The time a user waits for a whole command, including the program's start, compared with a plain
 * PyTorch script that does the same work.
 */

const HELP = `Times \`gan-studio train --epochs 1\`, including its grids and checkpoints, against
bench/train_epoch.py, in alternating rounds.

  --rounds N          rounds per program; default 3
  --generate N        instead, time generating N images into one PNG, against bench/make_images.py
  --engine NAME       the studio's engine; default auto
  --threads N         the studio's threads; default automatic
  --torch-threads N   PyTorch's threads, separated by commas; default 1,2
  --json              print the figures as JSON
`

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const cli = pathOf('../out/main/cli.js')

/** @returns seconds */
async function timeProgram(command: string, args: readonly string[]): Promise<number> {
  const started = performance.now()
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
  return (performance.now() - started) / 1000
}

/** The same task for both programs: the arguments of the command line and of the script. */
interface Task {
  limit: number
  /** @param home a data folder in which the machine has already been measured */
  studio(folder: string, home: string): string[]
  torch(folder: string): string[]
}

const training: Task = {
  limit: 0.65,
  studio: (_folder, home) => ['train', '--epochs', '1', '--out', home],
  torch: (folder) => [
    ...[pathOf('./train_epoch.py'), '--data', pathOf('../resources/datasets/mnist')],
    ...['--out', folder],
  ],
}

/** @param weights a checkpoint's generator.safetensors */
const generating = (count: string, weights: string): Task => ({
  limit: 0.7,
  studio: (folder) => [
    ...['generate', weights, '--count', count],
    ...['--grid', path.join(folder, 'images.png')],
  ],
  torch: (folder) => [
    ...[pathOf('./make_images.py'), '--weights', weights, '--count', count],
    ...['--out', path.join(folder, 'images.png')],
  ],
})

/** Trains briefly, which measures the machine. @returns a generator's weights file */
async function someWeights(folder: string): Promise<string> {
  await timeProgram(process.execPath, [cli, 'train', '--steps', '20', '--out', folder])
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const weights = files.find((file) => file.endsWith('generator.safetensors'))
  if (weights === undefined) throw new Error('training saved no generator')
  return path.join(folder, weights)
}

async function compare(
  task: Task,
  home: string,
  { rounds, flags, torchThreads }: { rounds: number; flags: string[]; torchThreads: string[] },
) {
  const contenders = [
    {
      name: 'GAN Studio',
      run: (out: string) =>
        timeProgram(process.execPath, [cli, ...task.studio(out, home), ...flags]),
    },
    ...torchThreads.map((count) => ({
      name: `PyTorch, threads: ${count}`,
      run: (out: string) => timeProgram(pythonCommand(), [...task.torch(out), '--threads', count]),
    })),
  ]
  const seconds = contenders.map((): number[] => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, { run }] of contenders.entries()) {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-bench-'))
      seconds[i]?.push(await run(folder))
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }
  const medians = seconds.map(median)
  const [ours = NaN, ...torch] = medians
  const ratio = { name: 'ratio to the faster PyTorch', value: ours / Math.min(...torch), unit: '' }
  return [
    ...contenders.map(({ name }, i) => ({ name, value: medians[i] ?? NaN, unit: 's' })),
    { ...ratio, limit: task.limit },
  ]
}

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const options = {
    ...{ rounds: text, generate: text, engine: text, threads: text },
    ...{ 'torch-threads': text, json: flag, help: flag },
  }
  const { values } = parseArgs({ args, options })
  if (values.help) return void process.stdout.write(HELP)
  const flags = [
    ...['--engine', values.engine ?? 'auto'],
    ...(values.threads === undefined ? [] : ['--threads', values.threads]),
  ]
  const torchThreads = (values['torch-threads'] ?? '1,2').split(',')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-bench-'))
  try {
    const { generate } = values
    const weights = await someWeights(folder)
    const task = generate === undefined ? training : generating(generate, weights)
    const rounds = Number(values.rounds ?? 3)
    const figures = await compare(task, folder, { rounds, flags, torchThreads })
    const out = values.json ? JSON.stringify({ program: figures }) : formatFigures(figures)
    process.stdout.write(`${out}\n`)
    if (!figures.every(isWithin)) process.exitCode = 1
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
