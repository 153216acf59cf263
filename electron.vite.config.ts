import { defineConfig } from 'electron-vite'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { REQUIRED, requiredPackages } from './commonjs.mjs'

/** How long plugins took is no news to those who only want the studio to start. */
const checks = { pluginTimings: false }

/**
 * Modules in the shared script. The page's styles come first in it, so that those of components
 * override them.
 */
const SHARED = /src.renderer.(styles|ui|i18n|images)/

export default defineConfig({
  main: {
    plugins: [requiredPackages()],
    build: {
      // Reading the many files of zod takes a command a quarter of its time.
      // Optional packages are not external by themselves.
      externalizeDeps: { exclude: [...REQUIRED, 'zod'], include: ['onnxruntime-node'] },
      rolldownOptions: {
        checks,
        input: {
          index: 'src/main/index.ts',
          cli: 'src/main/cli.ts',
          trainer: 'src/main/trainer/child.ts',
        },
      },
    },
  },
  preload: {
    // A sandboxed preload can only be one CommonJS file with nothing to require but electron.
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        checks,
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      // electron-vite leaves bundles as they are unless told; the page's may come through a tunnel.
      minify: true,
      chunkSizeWarningLimit: 700,
      // All styles are loaded with the first page, so that a screen loaded later never lacks its
      // own.
      cssCodeSplit: false,
      rolldownOptions: {
        checks,
        input: 'src/renderer/index.html',
        // One file for what most screens share, instead of a dozen small ones.
        output: { codeSplitting: { groups: [{ name: 'shared', test: SHARED }] } },
      },
    },
    plugins: [svelte()],
  },
})
