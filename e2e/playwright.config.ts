import { defineConfig } from '@playwright/test'
import { electronProjectName, isStandIn } from './hosts/electron-binary'

/*
 * Specs run on both hosts, except those in a folder named after a host, and those in `pages`: they
 * test what a page looks like and how it is controlled. On the Electron stand-in, they would test
 * the same page in the same browser again.
 */

// With a new data folder, the studio would measure the machine before its first run.
process.env['GAN_STUDIO_MEASURE'] ??= 'never'

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // A busy machine may take long for what an idle one does at once.
  timeout: 300_000,
  expect: { timeout: 120_000 },
  // Two at once fill a small machine: a test spends much of its time waiting for a page.
  workers: 2,
  reporter: [['list']],
  // No trace unless asked for with --trace: recording takes a fifth of the time.
  use: { trace: 'off', screenshot: 'only-on-failure', actionTimeout: 120_000 },
  projects: [
    { name: 'web', testIgnore: '**/electron/**' },
    {
      name: electronProjectName,
      testIgnore: isStandIn ? ['**/web/**', '**/pages/**'] : '**/web/**',
    },
  ],
})
