import { grouped } from '../contract/counted'
import { toReport } from '../contract/errors'
import { onOneLine } from '../contract/notices'
import type { Output } from './cli/output'
import { onTermination } from './process/termination'
import { openWebCredentials } from './storage/preferences/web-credentials'
import type { WebCredentials } from './storage/preferences/web-credentials'
import { Uploads } from './storage/uploads/uploads'
import { freeDisk } from './studio/estimates/needs/free-disk'
import type { RunOutcome } from './studio/runs/session-record'
import { createStudioApi } from './studio/studio-api'
import type { StudioApiOptions } from './studio/studio-api'
import { openBrowser } from './web/open-browser'
import { startWebHost } from './web/server'
import type { WebHost, WebHostOptions } from './web/server'
import '../contract/chinese-notices'

/* The web host: serves the studio to a browser. */

export interface ServeOptions {
  /** Default: the last port used, or any free one; 0 = any free port. */
  port: number | undefined
  host: string
  newToken: boolean
  /** True to open a browser. */
  open: boolean
}

/** The files and folders that the host uses. */
type ServePlaces = Pick<StudioApiOptions, 'datasetsDirs' | 'launch' | 'version'> & {
  root: string
  /** The folder of the built page. */
  page: URL
}

/**
 * Serves the studio until the process receives a termination signal.
 *
 * @throws StudioError `usage` if it cannot listen, `storage` if the disk fails
 */
export async function serve(
  { port, host, newToken, open }: ServeOptions,
  { page, ...places }: ServePlaces,
  output: Output,
): Promise<void> {
  const { root } = places
  const say = (text: string): void => output.result(text, { event: 'note', text })
  const credentials = await openWebCredentials(root, {
    newToken,
    fixedToken: process.env['GAN_STUDIO_TOKEN'],
  })
  const studio = await createStudioApi({ ...places, host: 'web' })
  const uploads = new Uploads({ root, freeBytes: freeDisk })
  const web = await listen({ studio, folder: page, host, uploads }, credentials, port)
  onTermination(
    () => studio.close((name, outcome) => say(endText(name, outcome))).finally(() => web.close()),
    say,
    () => studio.training,
  )
  if (credentials.warning !== undefined) say(credentials.warning)
  for (const { message } of studio.warnings) say(message)
  const { url } = web
  const kept = `Runs are stored in ${root}. Ctrl-C saves the runs that are training and quits.`
  output.result([`GAN Studio: ${url}`, kept], { event: 'serving', url, folder: root })
  if (!open) return
  try {
    openBrowser(web, root)
  } catch (error) {
    say(`No browser was opened: ${onOneLine(toReport(error), 'en')}`)
  }
}

/** Says how a run that was training when the host stopped has ended. */
function endText(name: string, outcome: RunOutcome): string {
  const step = grouped(outcome.step)
  if (outcome.kind === 'stopped') return `Saved ${name} at step ${step}.`
  if (outcome.kind === 'finished') return `Finished ${name} at step ${step}.`
  return `${name} ended at step ${step} without saving: ${onOneLine(outcome.error, 'en')}`
}

/**
 * Listens on the given port, or the last one used, to which open pages reconnect, or any free one.
 */
async function listen(
  where: Pick<WebHostOptions, 'studio' | 'folder' | 'host' | 'uploads'>,
  { token, port: last, remember }: WebCredentials,
  port: number | undefined,
): Promise<WebHost> {
  const at = (port: number) => startWebHost({ ...where, token, port })
  const elsewhere = (error: unknown) => (last === undefined ? Promise.reject(error) : at(0))
  const web = await (port === undefined ? at(last ?? 0).catch(elsewhere) : at(port))
  await remember(web.port)
  return web
}
