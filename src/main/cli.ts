#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import envPaths from 'env-paths'
import { toReport } from '../contract/errors'
import packageJson from '../../package.json'
import { exitCodes } from './cli/exit-codes'
import { createOutput } from './cli/output'
import { runProgram } from './cli/program'
import type { GlobalOptions } from './cli/program'
import { Studio } from './studio/studio'
import { nodeLauncher } from './trainer/launch-node'

/* The headless host: puts the studio together for a terminal. */

const built = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

let options: GlobalOptions = { json: process.argv.includes('--json') }
let studio: Studio | undefined

const root = (): string =>
  path.resolve(
    options.out ?? process.env['GAN_STUDIO_HOME'] ?? envPaths('gan-studio', { suffix: '' }).data,
  )

function openStudio(): Studio {
  studio ??= new Studio({
    root: root(),
    datasetsDirs: [built('../../resources/datasets'), path.join(root(), 'datasets')],
    launch: nodeLauncher(built('./trainer.js')),
  })
  return studio
}

const context = {
  output: () => createOutput(options.json === true),
  studio: openStudio,
  torchScripts: {
    reference: built('../../bench/reference_step.py'),
    dcgan: built('../../bench/dcgan_step.py'),
  },
  exit: (code: number) => void (process.exitCode = code),
}

try {
  await runProgram(process.argv.slice(2), packageJson.version, context, (given) => {
    options = given
  })
} catch (error) {
  context.output().fail(error)
  process.exitCode = exitCodes[toReport(error).code]
}
