import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The renderer's state classes hold runes.
  plugins: [svelte({ configFile: false })],
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // A studio with a new data folder would measure the machine before its first run.
    env: { GAN_STUDIO_MEASURE: 'never' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two files at once fill a small machine; each test file gets a process, as tfjs is global state.
    pool: 'forks',
    maxWorkers: 2,
    // So do two processes that tests of one file wait for.
    maxConcurrency: 2,
  },
})
