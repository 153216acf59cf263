import { small, startRun, state } from '../app'
import { expect, reopen, test as base, withStudio } from '../fixtures'
import type { StudioUnderTest } from '../fixtures'
import type { Page } from '@playwright/test'

export const RUN = 'Trained'
export const STEPS = 60
/** Steps between sample grids; checkpoints are twice as far apart. */
export const SAMPLE_EVERY = 10
/** The number of grids, including the one drawn before the first step. */
export const GRIDS = 1 + STEPS / SAMPLE_EVERY

async function train(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Choose settings first' }).click()
  const intervals = { 'Sample interval': SAMPLE_EVERY, 'Checkpoint interval': 2 * SAMPLE_EVERY }
  await startRun(page, RUN, { ...small, ...intervals, 'Step limit': STEPS })
  await expect(state(page)).toHaveText('Finished')
}

/**
 * `trained`: a studio with one finished run, shared by the worker's tests, which only read it. Each
 * test starts on the list of runs, in a newly loaded page.
 */
export const test = base.extend<{ trained: StudioUnderTest }, { withRun: StudioUnderTest }>({
  withRun: [
    async ({ chromiumBrowser }, use, { project }) => {
      await withStudio(chromiumBrowser, project.name, async (studio) => {
        await train(await studio.open())
        await use(studio)
      })
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  trained: async ({ withRun }, use) => {
    await reopen(withRun.page)
    await use(withRun)
  },
})

export { expect }
