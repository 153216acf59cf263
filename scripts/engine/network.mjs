import { homedir, networkInterfaces } from 'node:os'
import { delimiter, join } from 'node:path'
import { markOf, sha256 } from '../lib/files.mjs'

/* Downloads depend on the network and its settings: if these change, a failed setup is tried again. */

/** pip's settings, proxies and certificates; npm's are in its files. */
const SETTINGS =
  /^(PIP_.+|(ALL|HTTPS?|NO)_PROXY|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE|NODE_(EXTRA_CA_CERTS|USE_ENV_PROXY)|VIRTUAL_ENV)$/i

/**
 * @typedef {{ env: NodeJS.ProcessEnv, home: string,
 *   interfaces: ReturnType<typeof networkInterfaces> }} Surroundings
 * @returns {Surroundings}
 */
const surroundings = (env = process.env) => ({
  env,
  home: homedir(),
  interfaces: networkInterfaces(),
})

/**
 * Returns a hash of the settings of pip and npm, of the proxies, and of this machine's addresses, without
 * starting any process. A hash because an index's address may contain a password.
 * @param {NodeJS.ProcessEnv} env
 * @param {Partial<Surroundings>} [replaced]
 */
export function networkKey(env, replaced = {}) {
  const around = { ...surroundings(env), ...replaced }
  const settings = Object.entries(around.env)
    .filter(([name]) => SETTINGS.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const files = settingsFiles(around).map((path) => [path, safeMark(path)])
  return sha256(JSON.stringify({ settings, files, addresses: addressesOf(around) }))
}

/**
 * Returns the IPv4 addresses only: temporary IPv6 addresses change by themselves.
 * @param {Surroundings} around
 */
function addressesOf({ interfaces }) {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address)
    .sort()
}

/**
 * The files in which pip and npm look for settings.
 * @param {Surroundings} around
 */
function settingsFiles({ env, home }) {
  const shared = (env['XDG_CONFIG_DIRS'] ?? '/etc/xdg').split(delimiter).filter(Boolean)
  const folders = [
    ...shared.map((folder) => join(folder, 'pip')),
    '/etc',
    '/Library/Application Support/pip',
    join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'pip'),
    join(home, 'Library/Application Support/pip'),
    join(home, '.pip'),
    ...(env['VIRTUAL_ENV'] ? [env['VIRTUAL_ENV']] : []),
  ]
  return [
    ...(env['PIP_CONFIG_FILE'] ? [env['PIP_CONFIG_FILE']] : []),
    ...folders.map((folder) => join(folder, 'pip.conf')),
    join(home, '.npmrc'),
  ]
}

/** @param {string} path */
function safeMark(path) {
  try {
    return markOf(path)
  } catch {
    return undefined
  }
}
