import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureElectron, sandboxProblem } from './electron.mjs'
import { SetupError } from './ui.mjs'

/* Chooses where `npm start` opens the studio: in a window if possible, otherwise in a browser. */

/** @typedef {{ serve: boolean, retryElectron: boolean, retryEngine: boolean, out?: string, rest: string[] }} Wanted */
/** @typedef {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, isRoot: boolean }} Machine */
/** @typedef {{ host: 'electron', binary: string, args: string[], note?: string }
 *   | { host: 'web', args: string[], why?: string }} Choice */

/**
 * @param {string[]} args
 * @returns {Wanted}
 */
export function parseStartArgs(args) {
  const flag = /** @type {const} */ ({ type: 'boolean' })
  const options = {
    serve: flag,
    'retry-electron': flag,
    'retry-engine': flag,
    out: /** @type {const} */ ({ type: 'string' }),
  }
  const { values, tokens } = parseArgs({ args, options, strict: false, tokens: true })
  const ours = new Set(Object.keys(options))
  const indexes = tokens.flatMap((token) =>
    token.kind === 'option' && ours.has(token.name)
      ? [token.index, ...(token.value !== undefined && !token.inlineValue ? [token.index + 1] : [])]
      : [],
  )
  return {
    serve: values['serve'] === true,
    retryElectron: values['retry-electron'] === true,
    retryEngine: values['retry-engine'] === true,
    ...(typeof values['out'] === 'string' ? { out: resolve(values['out']) } : {}),
    rest: args.filter((_, index) => !indexes.includes(index)),
  }
}

/** @returns {Machine} */
export const thisMachine = () => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
})

/**
 * @param {string} root
 * @param {Wanted} wanted
 * @param {Machine} [machine]
 * @param {{ ensure?: typeof ensureElectron, sandbox?: typeof sandboxProblem }} [parts]
 * @returns {Promise<Choice>}
 */
export async function chooseHost(root, wanted, machine = thisMachine(), parts = {}) {
  const { ensure = ensureElectron, sandbox = sandboxProblem } = parts
  const out = wanted.out === undefined ? [] : [`--out=${wanted.out}`]
  const web = { host: /** @type {const} */ ('web'), args: [...wanted.rest, ...out] }
  if (wanted.serve) return web
  if (!hasDisplay(machine)) {
    return { ...web, why: 'there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set' }
  }
  const found = await ensure(root, { retry: wanted.retryElectron })
  if ('why' in found) return { ...web, why: found.why }
  const { binary } = found
  const asRoot = machine.isRoot && machine.platform === 'linux'
  const problem = asRoot ? undefined : sandbox(binary, { platform: machine.platform })
  if (problem) return { ...web, why: problem }
  if (wanted.rest.length > 0) {
    throw new SetupError(
      `The desktop window has no option ${wanted.rest[0]}. Options of the web host need --serve: ` +
        `npm start -- --serve ${wanted.rest.join(' ')}`,
      2,
    )
  }
  const args = [...(asRoot ? ['--no-sandbox'] : []), root, ...out]
  const electron = { host: /** @type {const} */ ('electron'), binary, args }
  return asRoot ? { ...electron, note: AS_ROOT } : electron
}

const AS_ROOT =
  'Running as root, so Electron starts without its sandbox (--no-sandbox). ' +
  'To use the sandbox, start as another user.'

/** @param {Machine} machine */
function hasDisplay({ platform, env }) {
  if (platform !== 'linux') return true
  return Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY'])
}
