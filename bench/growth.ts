import { spawn } from 'node:child_process'
import readline from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { formatTable } from '../src/main/cli/table'
import { median } from '../src/main/studio/quantile'
import { pythonCommand } from '../src/main/studio/estimates/torch-peer'

/*
 * How the step time of the reference GAN grows with batch size, layer width and image size, compared
 * with PyTorch in alternating rounds.
 */

const HELP = `Times the compiled step of the reference GAN at various batch, layer and image sizes.

  --rounds N     rounds per program; default 3
  --threads N    default 2; PyTorch runs on 1 and on 2
  --math NAME    onednn or eigen; default onednn
  --json         print the figures as JSON
`

interface Setting {
  batch: number
  /** The size of every hidden layer relative to the reference. */
  width: number
  imageSize: number
}

const reference: Setting = { batch: 64, width: 1, imageSize: 28 }
const settings: readonly Setting[] = [
  { ...reference, batch: 16 },
  reference,
  { ...reference, batch: 256 },
  { ...reference, batch: 1024 },
  { ...reference, width: 0.5 },
  { ...reference, width: 2 },
  { ...reference, imageSize: 64 },
]

const ROUND_MS = 400
const timesSchema = z.object({ milliseconds: z.array(z.number()) })

interface Side {
  step(count: number): Promise<number[]>
  close(): void
}

/** Starts a program that times steps on request, like bench/peer.py. */
async function startSide(command: string, args: string[]): Promise<Side> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => {
    const { done, value } = await lines.next()
    if (done === true) throw new Error(`${command} ${args.join(' ')} ended`)
    return value
  }
  await nextLine()
  return {
    async step(count) {
      child.stdin.write(`step ${count}\n`)
      return timesSchema.parse(JSON.parse(await nextLine())).milliseconds
    },
    close: () => void child.kill(),
  }
}

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** @returns the median milliseconds of GAN Studio, and of PyTorch on one and on two threads */
async function compare(
  { batch, width, imageSize }: Setting,
  { rounds, threads, math }: { rounds: number; threads: string; math: string },
): Promise<[number, number, number]> {
  const sizes = [batch, width, imageSize].map(String)
  const ours = [pathOf('./run.mjs'), 'growth-side', ...sizes, threads, math]
  const torch = (count: string) => [pathOf('./growth_step.py'), count, ...sizes]
  const sides = [
    await startSide(process.execPath, ours),
    await startSide(pythonCommand(), torch('1')),
    await startSide(pythonCommand(), torch('2')),
  ]
  try {
    const counts: number[] = []
    for (const side of sides) {
      await side.step(3)
      counts.push(Math.max(3, Math.round(ROUND_MS / median(await side.step(5)))))
    }
    const times = sides.map((): number[] => [])
    for (let round = 0; round < rounds; round++) {
      for (const [i, side] of sides.entries()) times[i]?.push(...(await side.step(counts[i] ?? 3)))
    }
    return times.map(median) as [number, number, number]
  } finally {
    for (const side of sides) side.close()
  }
}

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  const options = { rounds: text, threads: text, math: text, json: flag, help: flag }
  const { values } = parseArgs({ args, options })
  if (values.help) return void process.stdout.write(HELP)
  const { threads = '2', math = 'onednn' } = values
  const rounds = Number(values.rounds ?? 3)
  const rows = []
  for (const setting of settings) {
    const [ours, torch1, torch2] = await compare(setting, { rounds, threads, math })
    rows.push({ ...setting, ours, torch1, torch2, ratio: ours / Math.min(torch1, torch2) })
  }
  if (values.json) return void process.stdout.write(`${JSON.stringify({ growth: rows })}\n`)
  const heading = ['batch', 'width', 'image', 'ms', 'PyTorch, 1 thread', '2 threads', 'ratio']
  const cells = rows.map(({ batch, width, imageSize, ours, torch1, torch2, ratio }) => [
    ...[batch, width, imageSize].map(String),
    ...[ours, torch1, torch2].map((ms) => ms.toFixed(1)),
    ratio.toFixed(2),
  ])
  process.stdout.write(`${formatTable([heading, ...cells])}\n`)
}
