import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import type { Browser } from '@playwright/test'

const built = (name: string): string =>
  fileURLToPath(new URL(`../../out/main/${name}`, import.meta.url))

export interface ServedStudio {
  /** The address, including the token. */
  url: string
  /** Milliseconds from the start of the process until it printed its address. */
  startMs: number
  /** The id of its process. */
  pid: number
  close(): Promise<void>
}

/** Serves a data folder as `npm run serve` does. */
export async function serveStudio(dataFolder: string): Promise<ServedStudio> {
  const started = performance.now()
  const server = startNode('cli.js', ['serve', '--out', dataFolder, '--no-open'])
  const exited = once(server, 'exit')
  const url = await firstMatch(server, /http:\/\/\S+token=\S+/)
  return {
    url,
    startMs: performance.now() - started,
    pid: server.pid ?? 0,
    async close() {
      server.kill('SIGTERM')
      await exited
    },
  }
}

/** Starts one of the built programs. */
export function startNode(program: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [built(program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Waits until a program's output matches. @returns the match */
export function firstMatch(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const found = pattern.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
    child.on('exit', () => reject(new Error(`the program ended: ${text}`)))
  })
}

/** The Chromium that the end-to-end tests use. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args })
}
