import { defineConfig } from '@playwright/test'
import { electronProjectName } from './hosts/electron-binary'

/* One set of specs for both hosts; specs in a folder named after a host run on that host only. */

// A studio with a new data folder would measure the machine before its first run.
process.env['GAN_STUDIO_MEASURE'] ??= 'never'

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  timeout: 90_000,
  expect: { timeout: 30_000 },
  // Each test has its own studio, and a training studio fills a small machine.
  workers: 1,
  reporter: [['list']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', actionTimeout: 30_000 },
  projects: [
    { name: 'web', testIgnore: '**/electron/**' },
    { name: electronProjectName, testIgnore: '**/web/**' },
  ],
})
