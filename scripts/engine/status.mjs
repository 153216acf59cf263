import { join, resolve } from 'node:path'
import { marksHold, marksOf, readJson, sha256, writeJson } from '../lib/files.mjs'
import { ARCHIVES, PACKAGE_VERSION, WHEEL } from './pins.mjs'
import { packageDirOf } from './package.mjs'
import { ownLibrary } from './sources.mjs'

export const COMMAND = 'node scripts/provision-engine.mjs'

const RETRY_AFTER_MS = 24 * 3_600_000

/**
 * .engine/status.json: the result of the last attempt. The app shows the first five fields.
 * @typedef {object} Status
 * @property {boolean} ok
 * @property {string | null} source
 * @property {string | null} version of TensorFlow
 * @property {string[]} why the sources that failed, each with its reason
 * @property {string} at ISO time
 * @property {boolean} gpu
 * @property {string} inputs key of everything that an installed engine depends on
 * @property {string} [library] the user's own library, if the engine was set up from it
 * @property {string} [inputsWithout] the key without that library
 * @property {string} [network] key of everything else that a failed attempt depended on
 * @property {Record<string, import('../lib/files.mjs').Mark>} files in the package folder
 */

/** @param {string} root */
export const statusPath = (root) => join(root, '.engine/status.json')

/** @param {string} root */
export function readStatus(root) {
  return /** @type {Status | undefined} */ (readJson(statusPath(root)))
}

/** @param {import('./host.mjs').Host} host */
export function inputsKey(host) {
  const own = host.ownLibrary ? ownLibrary.version(host) : ''
  return sha256(
    JSON.stringify({
      host: { ...host, network: undefined },
      own,
      PACKAGE_VERSION,
      ARCHIVES,
      WHEEL,
    }),
  )
}

/**
 * The machine, with the user's own library that the engine was set up from, if no other is named:
 * GAN_STUDIO_LIBTENSORFLOW need not stay set.
 * @param {import('./host.mjs').Host} host
 * @param {Status | undefined} status
 * @returns {import('./host.mjs').Host}
 */
export const withRemembered = (host, status) =>
  !host.ownLibrary && status?.ok && status.library ? { ...host, ownLibrary: status.library } : host

/**
 * Returns true if everything that an installed engine depends on is unchanged. The user's own
 * library counts only if it is named: what was set up from it also works without its folder.
 * @param {Status} status
 * @param {import('./host.mjs').Host} host
 */
export function inputsHold(status, host) {
  const then = host.ownLibrary ? status.inputs : (status.inputsWithout ?? status.inputs)
  return then === inputsKey(host)
}

/**
 * Determines whether the engine must be set up, without starting any process.
 * @param {string} root
 * @param {import('./host.mjs').Host} host
 * @param {number} [now]
 * @returns {'ready' | 'failed' | 'needed'} failed: it failed recently, and nothing has changed
 *   since
 */
export function engineState(root, host, now = Date.now()) {
  const status = readStatus(root)
  if (!status || !inputsHold(status, host)) return 'needed'
  if (status.ok) return marksHold(packageDirOf(root), status.files) ? 'ready' : 'needed'
  if (status.network !== host.network) return 'needed'
  const age = now - Date.parse(status.at)
  return age >= 0 && age < RETRY_AFTER_MS ? 'failed' : 'needed'
}

/**
 * @param {string} root
 * @param {import('./host.mjs').Host} host
 * @param {{ source: string, version: string, gpu: boolean, files: string[] } | undefined} found
 * @param {string[]} why
 */
export function rememberOutcome(root, host, found, why) {
  /** @type {Status} */
  const status = {
    ok: found !== undefined,
    source: found?.source ?? null,
    version: found?.version ?? null,
    why,
    at: new Date().toISOString(),
    gpu: found?.gpu ?? false,
    inputs: inputsKey(host),
    ...(found?.source === 'own' && host.ownLibrary
      ? {
          library: resolve(host.ownLibrary),
          inputsWithout: inputsKey({ ...host, ownLibrary: undefined }),
        }
      : {}),
    network: host.network,
    files: found ? marksOf(packageDirOf(root), found.files) : {},
  }
  writeJson(statusPath(root), status)
  return status
}

/**
 * One line about an earlier setup that failed.
 * @param {Status} status
 */
export function failureLine({ at, why }) {
  const when = `${at.slice(0, 16).replace('T', ' ')} UTC`
  const [first = 'unknown reason'] = why.map((reason) => reason.split('\n')[0] ?? '')
  const more = why.length > 1 ? `; ${why.length - 1} more with --check` : ''
  return (
    `Training uses WebAssembly, which is slower, because setting up TensorFlow failed on ${when} ` +
    `(${first}${more}). To try again: ${COMMAND} --force`
  )
}
