import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import { ROOT } from './electron-binary'
import type { RunningStudio } from './host'

/** Serves the studio and opens it in a browser. */
export async function openWebStudio(browser: Browser, dataFolder: string): Promise<RunningStudio> {
  const args = [path.join(ROOT, 'out/main/serve.js'), '--out', dataFolder, '--no-open']
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
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
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  const page = await context.newPage()
  await page.goto(url)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    server.kill(signal)
    await exited
    await context.close()
  }
  return {
    page,
    app: undefined,
    close: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}
