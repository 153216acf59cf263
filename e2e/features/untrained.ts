import { createRun } from '../../src/main/storage/runs/runs'
import { presets } from '../../src/contract/hyperparameters'
import { runCard } from '../app'
import { expect } from '../fixtures'
import type { StudioUnderTest } from '../fixtures'

const NAMES = ['Digits', 'Faces', 'Letters']

/** Adds runs without training, and waits until they are listed. */
export async function withRuns({ page, dataFolder }: StudioUnderTest): Promise<void> {
  const config = {
    hyperparameters: presets.reference,
    dataset: 'mnist',
    engine: 'auto',
    threads: 0,
  } as const
  for (const [i, name] of NAMES.entries()) {
    await createRun(dataFolder, { name, config, now: new Date(Date.UTC(2026, 0, 1 + i)) })
  }
  await page.reload()
  for (const name of NAMES) await expect(runCard(page, name)).toBeVisible()
}
