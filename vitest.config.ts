import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { requiredPackages } from './commonjs.mjs'

/** Folders whose modules keep nothing that one test file could leave behind for another. */
const STATELESS = 'cli|disk|electron|image|metrics|process|sources|storage|studio|web'
/** Program tests whose state is in other processes, and in data folders of their own. */
const OUTSIDE = 'test/@(cli|studio)'
const stateless = ['src/contract', 'src/renderer', `src/main/@(${STATELESS})`, OUTSIDE]
const others = ['test', 'src/preload', `src/main/!(${STATELESS})`]

/** Feature nets run on tfjs; all else in the folder of metrics does not. */
const NETS = 'src/main/metrics/nets/**/*.test.ts'

/** Tests in stateless folders that replace a module, or need one that is not loaded yet. */
const replacing = [
  'src/main/image/canvas.test.ts',
  'src/renderer/features/training/charts/made-up-metric.test.ts',
]

const testsIn = (folders: string[]) => folders.map((folder) => `${folder}/**/*.test.ts`)

export default defineConfig({
  // The renderer's state classes hold runes.
  plugins: [svelte({ configFile: false }), requiredPackages()],
  test: {
    // A studio with a new data folder would measure the machine before its first run.
    env: { GAN_STUDIO_MEASURE: 'never' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two files at once fill a small machine.
    pool: 'forks',
    maxWorkers: 2,
    // So do two processes that tests of one file wait for.
    maxConcurrency: 2,
    projects: [
      {
        extends: true,
        // Loading the modules again for each file took most of these tests' time.
        test: {
          ...{ name: 'stateless', isolate: false },
          // As in the processes that these modules are part of.
          setupFiles: ['src/contract/chinese-notices.ts'],
          ...{ include: testsIn(stateless), exclude: [...replacing, NETS] },
        },
      },
      {
        extends: true,
        // A process per file, as tfjs is global state.
        test: {
          ...{ name: 'isolated', include: [...testsIn(others), NETS, ...replacing] },
          exclude: testsIn([OUTSIDE]),
        },
      },
    ],
  },
})
