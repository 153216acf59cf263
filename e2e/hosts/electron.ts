import { once } from 'node:events'
import { _electron } from '@playwright/test'
import { electronBinary, isStandIn, ROOT } from './electron-binary'
import type { RunningStudio } from './host'
import { marked } from './processes'

/** Starts the desktop application, the real one where it is there. */
export async function openElectronStudio(dataFolder: string): Promise<RunningStudio> {
  const app = await _electron.launch({
    // Without a path Playwright finds the real one, and prepares it better.
    ...(isStandIn ? { executablePath: electronBinary, acceptDownloads: true } : {}),
    args: [ROOT, `--out=${dataFolder}`],
    cwd: ROOT,
    env: marked(dataFolder),
    timeout: 60_000,
  })
  const { pid } = app.process()
  if (pid === undefined) throw new Error('Electron has no process')
  const page = await app.firstWindow()
  await page.waitForURL(/index\.html/)
  return {
    page,
    app,
    close: async () => {
      // Whoever closes it while it trains says yes to saving.
      await app.evaluate(({ dialog }) => {
        dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
      })
      await app.close()
    },
    kill: async () => {
      const exited = once(app.process(), 'exit')
      process.kill(pid, 'SIGKILL')
      await exited
    },
  }
}
