import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { stream } from './proc.mjs'

/**
 * How to start npm without a shell where possible: the npm that started us, else the one that came
 * with this Node. On Windows npm itself is a batch file, which only a shell can run.
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(env = process.env) {
  const started = env['npm_execpath']
  const bin = dirname(process.execPath)
  const candidates = [
    // Under yarn or pnpm the variable names those; they do not understand `npm ci`.
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
  // Warnings here are about packages the user did not choose; what stops an install is an error.
  return stream(command, [...first, ...args, '--loglevel=error'], { cwd: root, shell })
}
