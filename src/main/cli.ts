#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import { toReport } from '../contract/errors'
import packageJson from '../../package.json'
import { exitCodes } from './cli/exit-codes'
import { createOutput } from './cli/output'
import { runProgram } from './cli/program'
import type { GlobalOptions } from './cli/program'
import { surviveOutputErrors } from './process/output-errors'
import type { RunQueueOptions } from './run-queue'
import type { ServeOptions } from './serve'
import { Studio } from './studio/studio'
import { nodeLauncher } from './trainer/launch/launch-node'
import { dataFolder } from './web/data-folder'
import '../contract/chinese-notices'

/* Entry point of the command line host. */

const built = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

surviveOutputErrors(exitCodes.storage)

let options: GlobalOptions = { json: process.argv.includes('--json') }
let studio: Studio | undefined

const TRAINER = built('./trainer.js')

function places() {
  const root = dataFolder(options.out, process.env)
  return { root, datasetsDirs: [built('../../resources/datasets'), path.join(root, 'datasets')] }
}

function openStudio(): Studio {
  studio ??= new Studio({ ...places(), launch: nodeLauncher(TRAINER) })
  return studio
}

/** Imports the server only when needed. */
async function serveStudio(wanted: ServeOptions): Promise<void> {
  const { serve } = await import('./serve')
  const launch = nodeLauncher(TRAINER, { background: true })
  const page = new URL('../renderer/', import.meta.url)
  const { version } = packageJson
  await serve(wanted, { ...places(), launch, version, page }, context.output())
}

/** Imports the studio's service only when needed. */
async function runQueue(wanted: RunQueueOptions): Promise<number> {
  const { runQueue: run } = await import('./run-queue')
  const launch = nodeLauncher(TRAINER, { background: true })
  return run(wanted, { ...places(), launch, version: packageJson.version }, context.output())
}

const context = {
  output: () => createOutput(options.json === true),
  studio: openStudio,
  dataFolder: () => options.out ?? dataFolder(undefined, process.env),
  torchScript: built('../../bench/recipe_step.py'),
  serve: serveStudio,
  runQueue,
  exit: (code: number) => void (process.exitCode = code),
}

try {
  await runProgram(process.argv.slice(2), packageJson.version, context, (given) => {
    options = given
  })
} catch (error) {
  context.output().fail(error)
  process.exitCode = exitCodes[toReport(error).code]
} finally {
  // Otherwise its process would keep this one alive until it has been idle for a while.
  await studio?.evaluator.close()
}
