import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { stream } from './proc.mjs'

/**
 * The command that starts npm, without a shell if possible: the npm that started us, otherwise the
 * one bundled with this Node. On Windows npm itself is a batch file, which needs a shell.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(env = process.env) {
  const started = env['npm_execpath']
  const bin = dirname(process.execPath)
  const candidates = [
    // Under yarn or pnpm the variable names those, which do not support `npm ci`.
    started && basename(started) === 'npm-cli.js' ? started : '',
    join(bin, 'node_modules/npm/bin/npm-cli.js'),
    join(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
  ]
  const cli = candidates.find((path) => path && existsSync(path))
  if (cli) return { command: process.execPath, args: [cli], shell: false }
  const windows = process.platform === 'win32'
  return { command: windows ? 'npm.cmd' : 'npm', args: [], shell: windows }
}

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<number>} npm's exit code
 */
export function npm(root, args) {
  const { command, args: first, shell } = npmCommand()
  // Warnings concern packages the user did not choose; only errors stop an install.
  return stream(command, [...first, ...args, '--loglevel=error'], { cwd: root, shell })
}
