import { spawn } from 'node:child_process'
import readline from 'node:readline'
import { z } from 'zod'
import { benchTimesSchema } from '../../../contract/trainer'
import type { Precision } from '../../../contract/recipe/precision'
import type { BenchTimes } from '../../../contract/trainer'

const helloSchema = z.object({ version: z.string(), threads: z.number() })

interface TorchPeer {
  version: string
  run(steps: number): Promise<BenchTimes>
  generate(count: number): Promise<BenchTimes>
  close(): void
}

interface TorchOptions {
  threads: number
  batchSize: number
  /** Uses torch.compile. */
  compile: boolean
  /** `bfloat16` uses autocast. */
  precision: Precision
  /** The folder that bench/recipe_step.py reads. */
  recipe: string
}

const NO_TORCH = "No module named 'torch'"
/** Characters of a Python error to keep: its last line may be long. */
const KEPT = 4096

/** The last line of the script's errors, once the process has closed them; empty if none. */
async function lastLineOf(stream: NodeJS.ReadableStream): Promise<string> {
  let kept = ''
  try {
    for await (const chunk of stream) kept = (kept + String(chunk)).slice(-KEPT)
  } catch {
    // A process that did not start has no errors to read.
  }
  return kept.trim().split('\n').at(-1) ?? ''
}

function explained(complaint: string): string {
  if (complaint !== '' && !complaint.includes(NO_TORCH)) return complaint
  return `${pythonCommand()} has no torch (GAN_STUDIO_PYTHON may name another Python)`
}

/** The Python command to use: GAN_STUDIO_PYTHON if set, else python3. */
export const pythonCommand = (): string => process.env['GAN_STUDIO_PYTHON'] ?? 'python3'

/**
 * Starts PyTorch's side of the benchmark.
 *
 * @returns why PyTorch cannot be timed, as a clause, if there is no Python with PyTorch or the script
 *   fails
 */
export async function startTorch(
  script: string,
  { threads, batchSize, compile, precision, recipe }: TorchOptions,
): Promise<TorchPeer | { absent: string }> {
  const args = [
    script,
    String(threads),
    String(batchSize),
    ...(compile ? ['compile'] : []),
    precision,
    recipe,
  ]
  const child = spawn(pythonCommand(), args, { stdio: 'pipe' })
  const complaint = lastLineOf(child.stderr)
  const failed = new Promise<undefined>((resolve) => {
    child.on('error', () => resolve(undefined))
    child.on('exit', () => resolve(undefined))
  })
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string | undefined> => {
    const result = await Promise.race([lines.next(), failed])
    return result === undefined || result.done === true ? undefined : result.value
  }
  const hello = await nextLine()
  if (hello === undefined) return { absent: explained(await complaint) }
  const { version } = helloSchema.parse(JSON.parse(hello))
  const ask = async (request: string): Promise<BenchTimes> => {
    child.stdin.write(`${request}\n`)
    const line = await nextLine()
    if (line === undefined) throw new Error('PyTorch ended in the middle of the benchmark')
    return benchTimesSchema.parse(JSON.parse(line))
  }
  return {
    version,
    run: (steps) => ask(`step ${steps}`),
    generate: (count) => ask(`generate ${count}`),
    close: () => void child.kill(),
  }
}
