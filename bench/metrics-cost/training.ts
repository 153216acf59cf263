import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { startNode } from '../studio/host'

/** A line of the `--json` output of `train`. */
export interface TrainingLine {
  event: string
  step?: number
  /** An evaluation has one. */
  pass?: string
  error?: { message: string }
}

/**
 * Runs `train`, and interrupts it when `onLine` returns true, or a promise of true.
 *
 * @param onLine receives each line, and the id of the command's process
 */
export async function trainWatched(
  args: readonly string[],
  onLine: (line: TrainingLine, pid: number) => boolean | Promise<boolean>,
): Promise<void> {
  const child = startNode('cli.js', ['train', '--json', ...args])
  const exited = once(child, 'exit')
  if (child.stdout === null) throw new Error('the training has no output')
  let stopped = false
  for await (const text of createInterface(child.stdout)) {
    if (!text.startsWith('{')) continue
    const line = JSON.parse(text) as TrainingLine
    if (line.event === 'error') throw new Error(line.error?.message ?? text)
    if (stopped || !(await onLine(line, child.pid ?? 0))) continue
    stopped = true
    child.kill('SIGINT')
  }
  await exited
  if (!stopped) throw new Error(`the training ended with ${child.exitCode}`)
}
