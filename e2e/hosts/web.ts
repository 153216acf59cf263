import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import { ROOT } from './electron-binary'
import type { RunningStudio } from './host'
import { marked } from './processes'

export interface Served {
  /** The address, including the token. */
  url: string
  /** Sends a signal, and waits until the process has exited. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** Starts only the web host; by default it opens no browser. */
export async function serveStudio(
  dataFolder: string,
  options: string[] = ['--no-open'],
  env: NodeJS.ProcessEnv = {},
): Promise<Served> {
  const command = [path.join(ROOT, 'out/main/cli.js'), 'serve']
  const args = [...command, '--out', dataFolder, ...options]
  const server = spawn(process.execPath, args, {
    env: { ...marked(dataFolder), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(server, 'exit')
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    server.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const found = /http:\/\/\S+token=\S+/.exec(text)?.[0]
      if (found !== undefined) resolve(found)
    })
    server.on('exit', () => reject(new Error(`the server ended: ${text}`)))
  })
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    server.kill(signal)
    await exited
  }
  return { url, end }
}

/** Serves the studio and opens it in a browser. */
export async function openWebStudio(browser: Browser, dataFolder: string): Promise<RunningStudio> {
  let served = await serveStudio(dataFolder)
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  const page = await context.newPage()
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await served.end(signal)
    await context.close()
  }
  try {
    await page.goto(served.url)
  } catch (error) {
    await end('SIGKILL')
    throw error
  }
  return {
    page,
    app: undefined,
    close: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    killHost: (signal = 'SIGKILL') => served.end(signal),
    startHost: async (options = []) => {
      served = await serveStudio(dataFolder, ['--no-open', ...options])
    },
  }
}
