import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, writeJson } from './files.mjs'
import { capture } from './proc.mjs'
import { messageOf, say, SetupError, step } from './ui.mjs'

const RETRY_AFTER_MS = 24 * 3_600_000
/**
 * Long enough for a slow connection, without an unresponsive host delaying the first start for
 * long.
 */
const FETCH_TIMEOUT_MS = 180_000

/** @typedef {{ why: string, at: string, inputs: string }} Failure the last failed download */
/** @typedef {(root: string) => Promise<string | undefined>} Fetch @returns what went wrong */

/** @param {string} root */
const packageDir = (root) => join(root, 'node_modules/electron')

/** @param {string} root */
const failurePath = (root) => join(root, '.engine/electron.json')

/**
 * The path of the executable, if it is complete and has the version that the package requires.
 * @param {string} root
 * @returns {string | undefined}
 */
export function findElectron(root) {
  const dir = packageDir(root)
  const wanted = readVersion(root)
  try {
    const [here] = readFileSync(join(dir, 'dist/version'), 'utf8').replace(/^v/, '').split('\n')
    const binary = join(dir, 'dist', readFileSync(join(dir, 'path.txt'), 'utf8'))
    return here === wanted && existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}

/** @param {string} root */
function readVersion(root) {
  const manifest = /** @type {{ version?: string } | undefined} */ (
    readJson(join(packageDir(root), 'package.json'))
  )
  return manifest?.version
}

/**
 * Everything a download depends on; if it changes, an old failure no longer counts.
 * @param {string}
 * root
 */
function inputsOf(root) {
  const { env, platform, arch } = process
  const mirror = env['ELECTRON_MIRROR'] ?? env['npm_config_electron_mirror'] ?? ''
  const proxy = env['HTTPS_PROXY'] ?? env['https_proxy'] ?? ''
  return [readVersion(root), platform, arch, mirror, proxy].join(' ')
}

/**
 * The reason the last download failed, if recent and nothing has changed since.
 * @param {string} root
 * @param {number} [now]
 * @returns {string | undefined}
 */
export function recentFailure(root, now = Date.now()) {
  const failure = /** @type {Failure | undefined} */ (readJson(failurePath(root)))
  if (failure?.inputs !== inputsOf(root)) return undefined
  const age = now - Date.parse(failure.at)
  return age >= 0 && age < RETRY_AFTER_MS ? failure.why : undefined
}

/**
 * Finds Electron, or downloads it unless that failed recently. Never throws: without it the studio
 * is served to a browser.
 * @param {string} root
 * @param {{ retry?: boolean, fetch?: Fetch }} [how]
 * @returns {Promise<{ binary: string } | { why: string }>}
 */
export async function ensureElectron(root, { retry = false, fetch = fetchElectron } = {}) {
  const here = findElectron(root)
  if (here) return { binary: here }
  const known = retry ? undefined : recentFailure(root)
  if (known) return { why: `${known} (retried after a day, or with --retry-electron)` }
  const problem = await fetch(root).catch((error) => String(error))
  const binary = findElectron(root)
  if (binary) return { binary }
  const why = problem ?? 'the download of Electron is not complete'
  writeJson(failurePath(root), { why, at: new Date().toISOString(), inputs: inputsOf(root) })
  return { why }
}

/**
 * Lets the package download its executable, which it verifies with its own checksums.
 * @type {Fetch}
 */
export async function fetchElectron(root) {
  const install = join(packageDir(root), 'install.js')
  if (!existsSync(install)) return 'the package electron is not installed'
  say('The desktop window needs Electron, which is downloaded once (about 120 MB).')
  try {
    await step('Fetching Electron', async () => {
      const how = { cwd: root, timeoutMs: FETCH_TIMEOUT_MS }
      const { code, output } = await capture(process.execPath, [install], how)
      if (code !== 0) throw new SetupError(`Electron could not be downloaded: ${reasonIn(output)}`)
    })
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

/** Extracts the reason from the output of a failed download. @param {string} output */
export function reasonIn(output) {
  if (/fetch failed|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH/.test(output)) {
    return 'the download host cannot be reached'
  }
  const error = output.split('\n').find((line) => /^\w*Error\b.*: /.test(line.trim()))
  return error?.trim() ?? 'the download took too long'
}

/**
 * Checks that Electron's sandbox can work. On Linux it needs either unprivileged user namespaces or
 * its set-uid helper; without them Electron exits immediately.
 * @param {string} binary
 * @param {{ platform?: NodeJS.Platform, read?: (path: string) => string | undefined,
 *   stat?: typeof statOf }} [system]
 * @returns {string | undefined} the problem, if any
 */
export function sandboxProblem(
  binary,
  { platform = process.platform, read = readText, stat = statOf } = {},
) {
  if (platform !== 'linux') return undefined
  const helper = join(binary, '../chrome-sandbox')
  const helperStat = stat(helper)
  if (helperStat?.uid === 0 && (helperStat.mode & 0o4000) !== 0) return undefined
  const restricted = read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1'
  const forbidden = read('/proc/sys/kernel/unprivileged_userns_clone') === '0'
  const none = read('/proc/sys/user/max_user_namespaces') === '0'
  if (!restricted && !forbidden && !none) return undefined
  return (
    'on this system, only root can set up the sandbox of Electron; to allow it, run: ' +
    `sudo chown root ${helper} && sudo chmod 4755 ${helper}`
  )
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** @param {string} path @returns {{ uid: number, mode: number } | undefined} */
const statOf = (path) => statSync(path, { throwIfNoEntry: false })
