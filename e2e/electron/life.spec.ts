import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from '../fixtures'
import type { StudioUnderTest } from '../fixtures'
import { isAlive, sendRaw } from '../attacks/in-page'
import { electronBinary, ROOT } from '../hosts/electron-binary'
import { tiny } from '../tiny'

/* Desktop features around the studio. */

const hyperparameters = { ...tiny.presets[0]?.hyperparameters, steps: 100_000, epochs: 100 }
const config = { hyperparameters, dataset: 'mnist', engine: 'auto', threads: 1 }
const ID = 600_000

async function call(studio: StudioUnderTest, command: string, body: unknown): Promise<unknown> {
  const answer = await sendRaw(studio.page, { id: ID, command, body }, ID)
  const { kind, body: reply } = answer as { kind: string; body: unknown }
  expect(kind, JSON.stringify(answer)).toBe('reply')
  return reply
}

async function train(studio: StudioUnderTest): Promise<string> {
  const { id } = (await call(studio, 'runs.train', { name: 'Life', config })) as { id: string }
  await expect.poll(async () => (await summary(studio, id)).step).toBeGreaterThan(0)
  return id
}

async function summary(studio: StudioUnderTest, id: string) {
  const detail = (await call(studio, 'runs.get', { id })) as {
    summary: { state: string; step: number }
  }
  return detail.summary
}

/** Answers all later message boxes with a button, and records their messages. */
const answerBoxes = ({ app }: StudioUnderTest, response: number): Promise<void> =>
  app.evaluate(({ dialog }, button) => {
    const messages: string[] = []
    Object.assign(globalThis, { messages })
    dialog.showMessageBox = (...args: unknown[]) => {
      const options = args.at(-1) as { message: string }
      messages.push(options.message)
      return Promise.resolve({ response: button, checkboxChecked: false })
    }
  }, response)

const messages = ({ app }: StudioUnderTest): Promise<string[]> =>
  app.evaluate(() => (globalThis as unknown as { messages: string[] }).messages)

test('quitting while a run trains asks first, and “no” keeps it training', async ({ studio }) => {
  const id = await train(studio)
  await answerBoxes(studio, 1)
  await studio.app.evaluate(({ app }) => app.quit())
  await expect.poll(() => messages(studio)).toHaveLength(1)
  const before = await summary(studio, id)
  expect(before.state).toBe('running')
  await expect.poll(async () => (await summary(studio, id)).step).toBeGreaterThan(before.step)
})

test('closing the window while a run trains asks first, and “yes” saves it', async ({ studio }) => {
  const id = await train(studio)
  await answerBoxes(studio, 0)
  const exited = once(studio.app.process(), 'exit')
  await studio.app
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((w) => w.close()))
    .catch(() => undefined)
  await exited
  studio.ended()
  await studio.open()
  expect((await summary(studio, id)).state).toBe('stopped')
  await call(studio, 'runs.resume', { id })
  await expect.poll(async () => (await summary(studio, id)).state).toBe('running')
})

test.describe('signals to the whole process group', () => {
  test.skip(process.platform === 'win32', 'Windows has no process groups')
  for (const signals of [['SIGHUP', 'SIGHUP'], ['SIGTERM', 'SIGHUP'], ['SIGINT']] as const) {
    test(`${signals.join(' and ')} while a run trains saves it without asking`, async ({
      studio,
    }) => {
      const id = await train(studio)
      const { step } = await summary(studio, id)
      const host = studio.app.process()
      const exited = once(host, 'exit')
      // Playwright starts Electron as the leader of a process group.
      for (const signal of signals) process.kill(-Number(host.pid), signal)
      await exited
      studio.ended()
      await studio.open()
      const after = await summary(studio, id)
      expect(after.state).toBe('stopped')
      expect(after.step).toBeGreaterThanOrEqual(step)
    })
  }
})

test('quitting while no run trains does not ask', async ({ studio }) => {
  const exited = once(studio.app.process(), 'exit')
  await studio.app
    .evaluate(({ app, dialog }) => {
      dialog.showMessageBox = () => Promise.reject(new Error('asked'))
      setImmediate(() => app.quit())
    })
    // The process may exit before it answers.
    .catch(() => undefined)
  expect((await exited)[0]).toBe(0)
  studio.ended()
})

test('a page that crashes can be reloaded, while training continues', async ({ studio }) => {
  const id = await train(studio)
  await answerBoxes(studio, 0)
  const loaded = studio.app.evaluate(
    ({ webContents }) =>
      new Promise<void>((resolve) => {
        const [contents] = webContents.getAllWebContents()
        contents?.once('did-finish-load', () => resolve())
        contents?.forcefullyCrashRenderer()
      }),
  )
  await loaded
  expect(await messages(studio)).toHaveLength(1)
  await studio.restart()
  const { step } = await summary(studio, id)
  expect(step).toBeGreaterThan(0)
})

test('the machine stays awake while a run trains, and the task bar shows its progress', async ({
  studio,
}) => {
  const blocked = () =>
    studio.app.evaluate(({ powerSaveBlocker }) =>
      [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)),
    )
  expect(await blocked()).toBe(false)
  const taskBar = await studio.app.evaluateHandle(({ BrowserWindow }) => ({
    progress: new Promise<number>((resolve) => {
      for (const window of BrowserWindow.getAllWindows()) {
        window.setProgressBar = (fraction) => void (fraction > 0 && resolve(fraction))
      }
    }),
  }))
  const id = await train(studio)
  await expect.poll(blocked).toBe(true)
  expect(await taskBar.evaluate(({ progress }) => progress)).toBeLessThan(1)
  await call(studio, 'runs.pause', { id })
  await expect.poll(blocked).toBe(false)
})

test('a second instance shows the first one, and exits', async ({ studio }) => {
  const first = await studio.app.evaluateHandle(({ app }) => ({
    shown: new Promise<void>((resolve) => app.once('second-instance', () => resolve())),
  }))
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const second = spawn(electronBinary, [...sandbox, ROOT, `--out=${studio.dataFolder}`], {
    stdio: 'ignore',
  })
  const exited = once(second, 'exit')
  await first.evaluate(({ shown }) => shown)
  await exited
  expect(await isAlive(studio.page)).toBe(true)
})

test('the menu opens the screens', async ({ studio }) => {
  const labels = await studio.app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
      (submenu?.items ?? []).map(({ label }) => label),
    ),
  )
  expect(labels).toEqual(expect.arrayContaining(['New Run…', 'Settings…', 'Runs', 'Generate']))
  for (const [label, hash] of [
    ['Generate', '#/generate'],
    ['New Run…', '#/new'],
    ['Settings…', '#/settings'],
  ] as const) {
    await studio.app.evaluate(({ Menu }, wanted) => {
      const items = (Menu.getApplicationMenu()?.items ?? []).flatMap(
        (top) => top.submenu?.items ?? [],
      )
      items.find((item) => item.label === wanted)?.click()
    }, label)
    await studio.page.waitForURL(`**/index.html${hash}`)
  }
})

test('the language of the menu follows the settings', async ({ studio }) => {
  const topLabels = () =>
    studio.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label))
  expect(await topLabels()).toContain('File')
  await call(studio, 'settings.set', { language: 'zh-CN' })
  await expect.poll(topLabels).toContain('文件')
})
