import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Figure } from '../studio/figures'

const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))

/**
 * Imports a folder of pictures with the command line. Time and rate include the program's start,
 * finding the files and publishing the data set.
 */
export async function benchImport(
  pictures: string,
  home: string,
  count: number,
): Promise<Figure[]> {
  const args = [cli, 'data', 'add', pictures, '--name', 'many', '--json', '--out', home]
  const started = performance.now()
  const program = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  let peak = 0
  const looking = setInterval(() => (peak = Math.max(peak, childPeak(program.pid ?? 0))), 250)
  const [code] = (await once(program, 'exit')) as [number | null]
  clearInterval(looking)
  if (code !== 0) throw new Error(`data add ended with ${code}`)
  const seconds = (performance.now() - started) / 1000
  const rate = { name: 'import: files per second', value: count / seconds, unit: '' }
  return [
    { ...rate, limit: 2000, atLeast: true },
    { name: 'import: the whole command', value: seconds, unit: 's' },
    { name: 'import: peak memory of its process', value: peak / 1e6, unit: 'MB', limit: 500 },
  ]
}

/** The highest memory in bytes that a child of a process has used; 0 if the system cannot say. */
function childPeak(pid: number): number {
  const list = `/proc/${pid}/task/${pid}/children`
  if (!fs.existsSync(list)) return 0
  const peaks = fs.readFileSync(list, 'utf8').trim().split(' ').map(peakOf)
  return Math.max(0, ...peaks)
}

function peakOf(pid: string): number {
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0 // It has ended.
  }
}
