import { spawn } from 'node:child_process'
import readline from 'node:readline'
import { z } from 'zod'

const helloSchema = z.object({ version: z.string(), threads: z.number() })
const timesSchema = z.object({ milliseconds: z.array(z.number()), rssBytes: z.number() })
export type StepTimes = z.infer<typeof timesSchema>

export interface TorchPeer {
  version: string
  run(steps: number): Promise<StepTimes>
  close(): void
}

/** The Python that has PyTorch: the one named by GAN_STUDIO_PYTHON, else python3. */
export const pythonCommand = (): string => process.env['GAN_STUDIO_PYTHON'] ?? 'python3'

/**
 * Starts PyTorch's side of the benchmark.
 *
 * @returns undefined when there is no Python with PyTorch
 */
export async function startTorch(
  script: string,
  { threads, batchSize }: { threads: number; batchSize: number },
): Promise<TorchPeer | undefined> {
  const child = spawn(pythonCommand(), [script, String(threads), String(batchSize)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
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
  if (hello === undefined) return undefined
  const { version } = helloSchema.parse(JSON.parse(hello))
  return {
    version,
    async run(steps) {
      child.stdin.write(`${steps}\n`)
      const line = await nextLine()
      if (line === undefined) throw new Error('PyTorch ended in the middle of the benchmark')
      return timesSchema.parse(JSON.parse(line))
    },
    close: () => void child.kill(),
  }
}
