#!/usr/bin/env node
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, runnerImport } from 'vite'

/*
 * Runs a benchmark written in TypeScript: `node bench/run.mjs studio --help`. Benchmarks can import
 * the project's modules without being part of the build.
 */

const [name = '', ...args] = process.argv.slice(2)
if (!/^[\w-]+$/.test(name)) {
  process.stderr.write('Name a benchmark: node bench/run.mjs studio\n')
  process.exit(2)
}
const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
const options = { configFile: false, logLevel: 'error' }

/**
 * Benchmarks that compute in this process are built first, like the trainer: the heap of Vite's module
 * runner would make garbage collection several times slower.
 */
const BUILT = ['eigenvalues', 'step-gaps', 'long-run', 'train-feature-net', 'feature-nets']

/** @returns {Promise<{ main(args: string[]): Promise<void> }>} */
async function load() {
  if (!BUILT.includes(name)) {
    return (await runnerImport(file, /** @type {import('vite').InlineConfig} */ (options))).module
  }
  const outDir = path.resolve('node_modules/.cache/gan-studio-bench')
  const buildOptions = { ssr: file, outDir, target: 'node20', emptyOutDir: false }
  await build(/** @type {import('vite').InlineConfig} */ ({ ...options, build: buildOptions }))
  return import(pathToFileURL(path.join(outDir, `${name}.js`)).href)
}

const module = await load()
await module.main(args)
