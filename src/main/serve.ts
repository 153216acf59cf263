#!/usr/bin/env node
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json'
import { describeError, toReport } from '../contract/errors'
import { exitCodes } from './cli/exit-codes'
import { openDoor } from './storage/door'
import type { Door } from './storage/door'
import { createStudioApi } from './studio/studio-api'
import { nodeLauncher } from './trainer/launch-node'
import { dataFolder } from './web/data-folder'
import { openBrowser } from './web/open-browser'
import { parseServeOptions, SERVE_HELP } from './web/options'
import type { ServeOptions } from './web/options'
import { startWebHost } from './web/server'
import type { WebHost, WebHostOptions } from './web/server'
import { onTermination } from './web/termination'

/* The browser host: puts the studio together behind a web server. */

const built = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))
const say = (text: string): void => void process.stdout.write(`${text}\n`)

async function serve(options: ServeOptions): Promise<void> {
  const root = dataFolder(options.out, process.env)
  const fixedToken = process.env['GAN_STUDIO_TOKEN']
  const door = await openDoor(root, { newToken: options.newToken, fixedToken })
  const studio = await createStudioApi({
    root,
    datasetsDirs: [built('../../resources/datasets'), path.join(root, 'datasets')],
    launch: nodeLauncher(built('./trainer.js'), { background: true }),
    host: 'web',
    version: packageJson.version,
  })
  const folder = new URL('../renderer/', import.meta.url)
  const web = await listen({ studio, folder, host: options.host }, door, options.port)
  onTermination(async () => {
    await studio.close().finally(() => web.close())
  }, say)
  if (door.warning !== undefined) say(door.warning)
  for (const { message } of studio.warnings) say(message)
  say(`GAN Studio: ${web.url}`)
  say(`Runs are kept in ${root}. Ctrl-C saves what is training and ends.`)
  if (options.open) openBrowser(web.url)
}

/** Where it was told to, else where it was last, to which open pages come back, else anywhere. */
async function listen(
  where: Pick<WebHostOptions, 'studio' | 'folder' | 'host'>,
  { token, port: last, remember }: Door,
  port: number | undefined,
): Promise<WebHost> {
  const at = (port: number) => startWebHost({ ...where, token, port })
  const elsewhere = (error: unknown) => (last === undefined ? Promise.reject(error) : at(0))
  const web = await (port === undefined ? at(last ?? 0).catch(elsewhere) : at(port))
  await remember(web.port)
  return web
}

try {
  const options = parseServeOptions(process.argv.slice(2))
  if (options.help) process.stdout.write(SERVE_HELP)
  else await serve(options)
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`)
  process.exitCode = exitCodes[toReport(error).code]
}
