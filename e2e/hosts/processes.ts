import fs from 'node:fs'
import { expect } from '@playwright/test'

/* Processes outlive the one that started them: a trainer while it saves, a browser while it ends. */

/** The variable by which the processes of a studio under test are known: its data folder. */
const MARK = 'GAN_STUDIO_UNDER_TEST'

/** For whatever a test starts; what that starts inherits it. */
export const marked = (dataFolder: string): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  ),
  [MARK]: dataFolder,
})

/** Waits until every process has ended that was started for this folder. */
export async function untilAllEnded(dataFolder: string): Promise<void> {
  await expect
    .poll(() => processesOf(dataFolder), { timeout: 60_000, message: 'processes left over' })
    .toEqual([])
}

/**
 * Command lines of the living processes that were started for this folder. Only Linux tells; there
 * are none elsewhere.
 */
function processesOf(dataFolder: string): string[] {
  if (process.platform !== 'linux') return []
  return fs.readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    const variables = readProc(pid, 'environ').split('\0')
    const command = readProc(pid, 'cmdline').replaceAll('\0', ' ')
    // Some of a browser's processes write their title over their environment.
    const isOurs = variables.includes(`${MARK}=${dataFolder}`) || command.includes(dataFolder)
    return isOurs ? [`${pid} ${command.slice(0, 160)}`] : []
  })
}

/** Empty for processes that have ended, and for those of other people. */
function readProc(pid: string, name: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
