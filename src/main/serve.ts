#!/usr/bin/env node
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json'
import { describeError, toReport } from '../contract/errors'
import { exitCodes } from './cli/exit-codes'
import { createStudioApi } from './studio/studio-api'
import { nodeLauncher } from './trainer/launch-node'
import { dataFolder } from './web/data-folder'
import { openBrowser } from './web/open-browser'
import { parseServeOptions, SERVE_HELP } from './web/options'
import type { ServeOptions } from './web/options'
import { startWebHost } from './web/server'
import { onTermination } from './web/termination'

/* The browser host: puts the studio together behind a web server. */

const built = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const say = (text: string): void => void process.stdout.write(`${text}\n`)

async function serve({ host, port, out, open }: ServeOptions): Promise<void> {
  const root = dataFolder(out, process.env)
  const studio = await createStudioApi({
    root,
    datasetsDirs: [built('../../resources/datasets'), path.join(root, 'datasets')],
    launch: nodeLauncher(built('./trainer.js')),
    host: 'web',
    version: packageJson.version,
  })
  const web = await startWebHost({
    studio,
    folder: new URL('../renderer/', import.meta.url),
    host,
    port,
    token: randomBytes(24).toString('base64url'),
  })
  onTermination(async () => {
    await studio.close()
    await web.close()
  }, say)
  studio.warnings.forEach(say)
  say(`GAN Studio: ${web.url}`)
  say(`Runs are kept in ${root}. Ctrl-C saves what is training and ends.`)
  if (open) openBrowser(web.url)
}

try {
  const options = parseServeOptions(process.argv.slice(2))
  if (options.help) process.stdout.write(SERVE_HELP)
  else await serve(options)
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`)
  process.exitCode = exitCodes[toReport(error).code]
}
