import fs from 'node:fs'
import path from 'node:path'

/**
 * Replaces the program that opens browsers with one that records its arguments.
 *
 * @param folder an existing folder, which also becomes the home directory
 * @returns the environment for the command under test, and the file with the recorded arguments
 */
export function fakeBrowser(folder: string): { env: NodeJS.ProcessEnv; notes: string } {
  const bin = path.join(folder, 'bin')
  const notes = path.join(folder, 'opened')
  fs.mkdirSync(bin)
  const script = `#!/bin/sh\nprintf '%s\\n' "$@" > '${notes}.part' && mv '${notes}.part' '${notes}'\n`
  for (const name of ['xdg-open', 'open']) {
    fs.writeFileSync(path.join(bin, name), script, { mode: 0o755 })
  }
  const { SSH_CONNECTION: _, ...env } = process.env
  const PATH = `${bin}${path.delimiter}${env['PATH'] ?? ''}`
  return { env: { ...env, PATH, HOME: folder, DISPLAY: ':99' }, notes }
}
