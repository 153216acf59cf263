import { spawn } from 'node:child_process'

/** How this system opens an address, or undefined where there is nobody to see it. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): { command: string; args: string[] } | undefined {
  if (env['SSH_CONNECTION'] !== undefined) return undefined
  if (platform === 'darwin') return { command: 'open', args: [url] }
  if (platform === 'win32') {
    return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] }
  }
  const display = env['DISPLAY'] ?? env['WAYLAND_DISPLAY'] ?? ''
  return display === '' ? undefined : { command: 'xdg-open', args: [url] }
}

/** Opens the address if it can; it has been printed in any case. */
export function openBrowser(url: string): void {
  const how = browserCommand(url, process.platform, process.env)
  if (how === undefined) return
  spawn(how.command, how.args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}
