import { defineConfig } from '@playwright/test'
import { electronProjectName, isStandIn } from './hosts/electron-binary'

/*
 * Specs run on both hosts, except those in a folder named after a host. Those in `pages` test nothing
 * that depends on the host; they are left out on the Electron stand-in, where they would only test
 * the same page in the same browser again.
 */

// With a new data folder, the studio would measure the machine before its first run.
process.env['GAN_STUDIO_MEASURE'] ??= 'never'

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  // Generous, so that a busy machine does not cause failures.
  timeout: 300_000,
  expect: { timeout: 120_000 },
  // Two saturate a small machine, although a test spends much of its time waiting for its page.
  workers: 2,
  reporter: [['list']],
  // Traces only with --trace: recording them takes about a fifth of the time.
  use: { trace: 'off', screenshot: 'only-on-failure', actionTimeout: 120_000 },
  projects: [
    { name: 'web', testIgnore: '**/electron/**' },
    {
      name: electronProjectName,
      testIgnore: isStandIn ? ['**/web/**', '**/pages/**'] : '**/web/**',
    },
  ],
})
