import { existsSync, readdirSync, realpathSync, statSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { linkOrCopy, sha256 } from '../lib/files.mjs'
import { ARCHIVES } from './pins.mjs'
import { unpackArchive } from './unpack.mjs'
import { download } from './download.mjs'
import { wheel } from './wheel.mjs'

/**
 * A source of libtensorflow.
 * @typedef {import('./host.mjs').Host} Host
 * @typedef {object} Source
 * @property {string} name
 * @property {(host: Host) => string} title for messages
 * @property {(host: Host) => string | undefined} skip why it cannot be used here
 * @property {(host: Host) => string} version
 * @property {(host: Host, dir: string) => Promise<void>} fetch fills dir/lib and dir/include
 */

/** @param {Host} host */
function archiveFor(host) {
  const kind = host.nvidia && host.platform === 'linux' ? 'gpu' : 'cpu'
  const name = `${host.platform}-${host.arch}`
  return ARCHIVES[`${name}-${kind}`] ?? ARCHIVES[`${name}-cpu`]
}

/** @type {Source} */
export const ownLibrary = {
  name: 'own',
  title: (host) => `your own libtensorflow in ${host.ownLibrary}`,
  skip(host) {
    const folder = host.ownLibrary
    if (!folder) return 'GAN_STUDIO_LIBTENSORFLOW is not set'
    if (!existsSync(join(folder, 'include/tensorflow/c/c_api.h'))) {
      return 'the folder has no include/tensorflow/c/c_api.h'
    }
    return ownLibraries(folder).length < 2
      ? 'its lib/ has no libtensorflow and framework library'
      : undefined
  },
  version(host) {
    const folder = host.ownLibrary ?? ''
    const marks = ownLibraries(folder).map((path) => {
      const { size, mtimeMs } = statSync(path)
      return [realpathSync(path), size, mtimeMs]
    })
    return sha256(JSON.stringify(marks)).slice(0, 12)
  },
  async fetch(host, dir) {
    const folder = host.ownLibrary ?? ''
    // Linked, not copied: it is only needed to compile, and may be as large as /usr/local/include.
    symlinkSync(resolve(folder, 'include'), join(dir, 'include'))
    for (const path of ownLibraries(folder)) {
      linkOrCopy(realpathSync(path), join(dir, 'lib', path.slice(join(folder, 'lib/').length)))
    }
  },
}

/** @type {Source} */
export const archive = {
  name: 'download',
  title: (host) =>
    `the libtensorflow ${archiveFor(host)?.version ?? ''} download`.replace('  ', ' ') +
    (archiveFor(host) ? ' (GAN Studio was never tested with it)' : ''),
  skip(host) {
    if (!archiveFor(host))
      return `there is no archive with a known SHA-256 for ${host.platform} on ${host.arch}`
    return host.platform === 'linux' && !host.glibc ? 'it needs glibc' : undefined
  },
  version: (host) => archiveFor(host)?.version ?? 'none',
  async fetch(host, dir) {
    const wanted = archiveFor(host)
    if (!wanted) throw new Error('no archive')
    const path = join(dir, 'libtensorflow.tar.gz')
    await download(wanted.url, wanted.sha256, path)
    await unpackArchive(path, dir)
  },
}

/**
 * In the order they are tried: the user's own library, the version used for all tests and
 * benchmarks, and last the older archives, the only choice on some systems.
 */
export const SOURCES = [ownLibrary, wheel, archive]

/**
 * The files that the loader needs: libtensorflow.so.2, but neither the bare .so nor the full
 * version.
 * @param {string} folder a folder that contains lib/
 * @returns {string[]} full paths
 */
export function ownLibraries(folder) {
  const lib = join(folder, 'lib')
  if (!existsSync(lib)) return []
  return readdirSync(lib)
    .filter((name) => /^libtensorflow(_cc|_framework)?(\.so\.2|\.2\.dylib)$/.test(name))
    .map((name) => join(lib, name))
}
