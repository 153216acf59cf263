import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import readline from 'node:readline'
import type { Readable } from 'node:stream'
import { onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { z } from 'zod'
import { serverMessageSchema } from '../../src/contract/rpc'
import { CLI, tinyTraining } from './cli'
import { tinyConfig, tinyDataset } from './studio'

/* Starts the built command line as the leader of a new process group, as a terminal does. */

const ENDLESS = { epochs: 100_000, checkpointInterval: 1_000_000, sampleInterval: 1_000_000 }

export interface Group {
  host: ChildProcessByStdio<null, Readable, Readable>
  /** Sends a signal to every process of the group. */
  signal(signal: NodeJS.Signals): void
  /** The host's exit code or signal. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** @param root the data folder */
export function startGroup(
  root: string,
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Group {
  const host = spawn(process.execPath, [CLI, ...args, '--json'], {
    detached: true,
    env: { ...env, GAN_STUDIO_HOME: root },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = host
  if (pid === undefined) throw new Error('the command did not start')
  const signal = (name: NodeJS.Signals): void => {
    try {
      process.kill(-pid, name)
    } catch (error) {
      // Every process of the group has ended.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
  const ended = once(host, 'exit').then(([code, by]) => ({
    code: code as number | null,
    signal: by as NodeJS.Signals | null,
  }))
  onTestFinished(async () => {
    signal('SIGKILL')
    await ended
  })
  return { host, signal, ended }
}

/** Starts `train` with an endless run, and waits for its first steps. */
export async function trainingGroup(root: string): Promise<Group> {
  const { epochs, checkpointInterval } = ENDLESS
  const intervals = ['--epochs', `${epochs}`, '--checkpoint-interval', `${checkpointInterval}`]
  const group = startGroup(root, tinyTraining(root, ...intervals))
  await lineWith(group.host.stdout, '"event":"metrics"')
  return group
}

/** Starts `serve` with an endless run, and waits for its first steps. */
export async function servingGroup(root: string): Promise<Group> {
  const group = startGroup(root, ['serve', '--no-open', '--port', '0'])
  const line = await lineWith(group.host.stdout, '"event":"serving"')
  const url = new URL(z.object({ url: z.string() }).parse(JSON.parse(line)).url)
  const admitted = await fetch(url, { redirect: 'manual' })
  const cookie = (admitted.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const headers = { cookie, origin: url.origin }
  const socket = new WebSocket(`ws://${url.host}/studio`, { headers })
  socket.on('error', () => undefined)
  await once(socket, 'open')
  const config = tinyConfig(tinyDataset(root, 160), 'wasm', ENDLESS)
  socket.send(JSON.stringify({ id: 1, command: 'runs.train', body: { name: 'served', config } }))
  await new Promise<void>((resolve, reject) => {
    socket.on('message', (data) => {
      const message = serverMessageSchema.parse(JSON.parse(String(data)))
      if (message.kind === 'error') reject(new Error(message.error.message))
      if (message.kind === 'event' && message.numbered.event.type === 'metrics') resolve()
    })
  })
  return group
}

/** Waits for the first line that contains a text. Later output is discarded. */
export async function lineWith(stream: Readable, text: string): Promise<string> {
  const lines = readline.createInterface({ input: stream })
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => line.includes(text) && resolve(line))
    lines.on('close', () => reject(new Error(`the command ended without ${text}`)))
  })
}
