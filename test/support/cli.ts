import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { tinyDataset } from './studio'

/* Runs the built command line as a user or a script would. */

export const CLI = path.resolve('out/main/cli.js')
export const TINY = [
  '--engine',
  'wasm',
  '--threads',
  '1',
  '--image-size',
  '8',
  '--latent-dim',
  '10',
]

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a command to its end. @param root the data folder */
export const cli = (root: string, ...args: string[]): Ran => cliAt(CLI, root, ...args)

/** Runs a command of another copy of the program. @param program its cli.js */
export function cliAt(program: string, root: string, ...args: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    timeout: 60_000,
    env: environment(root),
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

/** Starts a command. @returns its process, which is killed when the test finishes */
export function startCli(
  root: string,
  ...args: string[]
): ChildProcessByStdio<null, Readable, null> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: environment(root),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return child
}

const environment = (root: string): NodeJS.ProcessEnv => ({ ...process.env, GAN_STUDIO_HOME: root })

/** Arguments of `train` on 160 tiny images in batches of 16. */
export const tinyTraining = (root: string, ...args: string[]): string[] => [
  ...['train', '--data', tinyDataset(root, 160), '--batch-size', '16'],
  ...TINY,
  ...args,
]

export const trainTiny = (root: string, ...args: string[]): Ran =>
  cli(root, ...tinyTraining(root, ...args))

export function runsOf(root: string): string[] {
  const folder = path.join(root, 'runs')
  return fs.existsSync(folder) ? fs.readdirSync(folder) : []
}
