#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

/*
 * Runs a benchmark that is written in TypeScript: `node bench/run.mjs studio --help`. It lets
 * benchmarks use the project's own modules without being part of what is built.
 */

const [name = '', ...args] = process.argv.slice(2)
if (!/^[\w-]+$/.test(name)) {
  process.stderr.write('Name a benchmark: node bench/run.mjs studio\n')
  process.exit(2)
}
const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
const options = { configFile: false, logLevel: 'error' }
/** @type {{ module: { main(args: string[]): Promise<void> } }} */
const { module } = await runnerImport(file, /** @type {import('vite').InlineConfig} */ (options))
await module.main(args)
