import { defineConfig } from '@playwright/test'
import { electronProjectName } from './hosts/electron-binary'

/* Specs run on both hosts, except those in a folder named after a host. */

// With a new data folder, the studio would measure the machine before its first run.
process.env['GAN_STUDIO_MEASURE'] ??= 'never'

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 90_000,
  expect: { timeout: 30_000 },
  // Two at once fill a small machine: a test spends much of its time waiting for a page.
  workers: 2,
  reporter: [['list']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', actionTimeout: 30_000 },
  projects: [
    { name: 'web', testIgnore: '**/electron/**' },
    { name: electronProjectName, testIgnore: '**/web/**' },
  ],
})
