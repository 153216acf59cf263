import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'

/**
 * Bundles one of the programs in this folder to run in plain Node.
 *
 * @returns the script, in a temporary folder
 */
export async function bundleProgram(name: string): Promise<string> {
  const outDir = fs.mkdtempSync(join(tmpdir(), 'gan-storage-program-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, `${name}.ts`),
      outDir,
      target: 'node20',
      rollupOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  })
  return join(outDir, 'program.mjs')
}

export function start(program: string, ...args: string[]): ChildProcess {
  return fork(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] })
}

/** Waits for a child to end; returns its exit code, or the name of the signal that ended it. */
export async function ended(child: ChildProcess): Promise<number | string> {
  if (child.exitCode !== null) return child.exitCode
  if (child.signalCode !== null) return child.signalCode
  await once(child, 'exit')
  return child.exitCode ?? child.signalCode ?? 'unknown'
}

export async function nextMessage(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, 'message')
  return message
}
