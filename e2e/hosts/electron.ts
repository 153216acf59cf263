import { once } from 'node:events'
import { _electron } from '@playwright/test'
import { electronBinary, isStandIn, ROOT } from './electron-binary'
import type { RunningStudio } from './host'
import { marked } from './processes'

/** Starts the desktop application, with the real Electron if it is available. */
export async function openElectronStudio(dataFolder: string): Promise<RunningStudio> {
  const app = await _electron.launch({
    // Without a path, Playwright finds the real Electron and configures it itself.
    ...(isStandIn ? { executablePath: electronBinary, acceptDownloads: true } : {}),
    args: [ROOT, `--out=${dataFolder}`],
    cwd: ROOT,
    env: marked(dataFolder),
    timeout: 120_000,
  })
  const { pid } = app.process()
  if (pid === undefined) throw new Error('Electron has no process')
  const page = await app.firstWindow()
  await page.waitForURL(/index\.html/)
  return {
    page,
    app,
    close: async () => {
      // Confirms saving if a run is training.
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
