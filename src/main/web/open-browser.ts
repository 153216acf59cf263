import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { redirectFolder, writeRedirectFile } from './redirect-file'
import type { WebHost } from './server'

/** The command that opens a file in the browser; undefined without a display. */
export function browserOpener(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): { command: string; args: string[] } | undefined {
  if (env['SSH_CONNECTION'] !== undefined) return undefined
  if (platform === 'darwin') return { command: 'open', args: [] }
  if (platform === 'win32') return { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] }
  const display = env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? ''
  return display === '' ? undefined : { command: 'xdg-open', args: [] }
}

/**
 * Opens the studio in a browser, if there is one; its address has been printed anyway.
 *
 * @param root the data folder
 */
export function openBrowser(web: Pick<WebHost, 'invite'>, root: string): void {
  const open = browserOpener(process.platform, process.env)
  if (open === undefined) return
  const folder = redirectFolder(root, os.homedir(), fs.existsSync('/snap'))
  const file = writeRedirectFile(
    folder,
    web.invite(() => file.remove()),
  )
  spawn(open.command, [...open.args, file.path], { stdio: 'ignore', detached: true })
    .on('error', file.remove)
    .unref()
}
