import fs from 'node:fs'
import { expect } from '@playwright/test'

/* Some processes outlive their parent: a trainer while it saves, a browser while it closes. */

/** An environment variable with the data folder, which marks the processes of a studio under test. */
const MARK = 'GAN_STUDIO_UNDER_TEST'

/** The environment for processes of a test; their children inherit the mark. */
export const marked = (dataFolder: string): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  ),
  [MARK]: dataFolder,
})

/** Waits until every process started for this folder has ended. */
export async function untilAllEnded(dataFolder: string): Promise<void> {
  await expect
    .poll(() => processesOf(dataFolder), { timeout: 120_000, message: 'processes left over' })
    .toEqual([])
}

/** Kills the processes that train, import or generate for this folder, as a lack of memory would. */
export function killTrainers(dataFolder: string): void {
  const pids = processesOf(dataFolder)
    .filter((line) => /\btrainer\.js\b/.test(line))
    .map((line) => Number.parseInt(line))
  if (pids.length === 0) throw new Error('no process is training, importing or generating')
  for (const pid of pids) process.kill(pid, 'SIGKILL')
}

/**
 * Process numbers and command lines of the running processes that were started for this folder.
 * Always empty except on Linux.
 */
function processesOf(dataFolder: string): string[] {
  if (process.platform !== 'linux') return []
  return fs.readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    const variables = readProc(pid, 'environ').split('\0')
    const command = readProc(pid, 'cmdline').replaceAll('\0', ' ')
    // Some browser processes overwrite their environment with their title.
    const isOurs = variables.includes(`${MARK}=${dataFolder}`) || command.includes(dataFolder)
    return isOurs ? [`${pid} ${command.slice(0, 160)}`] : []
  })
}

/** A file of a process in /proc; empty if it has ended or belongs to another user. */
function readProc(pid: string, name: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
