import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'

/* The command line as benchmarks use it: as a user would, with events as JSON. */

const cli = fileURLToPath(new URL('../out/main/cli.js', import.meta.url))

/**
 * Runs a command and returns the events it printed, except those of single steps.
 *
 * @throws Error with the end of its messages if it fails
 */
export async function runCli(args: readonly string[]): Promise<unknown[]> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-500)
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const events: unknown[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('"event":"metrics"')) events.push(JSON.parse(line))
  }
  if ((await ended) === 0) return events
  throw new Error(`${args[0] ?? ''} failed: ${errors.trim()}`)
}

/** All events that a schema accepts. */
export const allOf = <T>(events: readonly unknown[], schema: z.ZodType<T>): T[] =>
  events.flatMap((event) => {
    const { data } = schema.safeParse(event)
    return data === undefined ? [] : [data]
  })

/**
 * The last event that a schema accepts.
 *
 * @throws Error if there is none
 */
export function lastOf<T>(events: readonly unknown[], schema: z.ZodType<T>): T {
  const last = allOf(events, schema).at(-1)
  if (last === undefined) throw new Error('the command ended without its result')
  return last
}
