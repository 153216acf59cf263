import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { networkKey } from './network.mjs'

/**
 * The relevant properties of this machine, determined without starting any process.
 * @typedef {object} Host
 * @property {string} platform
 * @property {string} arch
 * @property {string | undefined} glibc undefined if the C library is a different one
 * @property {boolean} nvidia whether an NVIDIA driver is present
 * @property {string | undefined} compiler
 * @property {string | undefined} python
 * @property {string | undefined} ownLibrary the folder in GAN_STUDIO_LIBTENSORFLOW
 * @property {string} network a hash of what downloads depend on, see network.mjs
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Host}
 */
export function describeHost(env = process.env) {
  const { platform, arch } = process
  const compilers = platform === 'darwin' ? ['clang++', 'c++'] : ['g++', 'c++', 'clang++']
  return {
    platform,
    arch,
    glibc: platform === 'linux' ? glibcVersion() : undefined,
    nvidia: existsSync('/proc/driver/nvidia') || onPath(['nvidia-smi'], env) !== undefined,
    compiler: platform === 'win32' ? undefined : onPath([env['CXX'] ?? '', ...compilers], env),
    python: onPath(['python3', 'python'], env),
    ownLibrary: env['GAN_STUDIO_LIBTENSORFLOW'] || undefined,
    network: networkKey(env),
  }
}

/**
 * @param {string[]} names names to look for, in order of preference
 * @param {NodeJS.ProcessEnv} env
 */
function onPath(names, env) {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean)
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  return names
    .filter(Boolean)
    .find((name) =>
      folders.some((folder) => endings.some((ending) => isExecutable(join(folder, name + ending)))),
    )
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function glibcVersion() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  )
  return report.header?.glibcVersionRuntime
}

/**
 * @param {string} have
 * @param {string} need
 */
export function atLeast(have, need) {
  const [major = 0, minor = 0] = have.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = need.split('.').map(Number)
  return major > needMajor || (major === needMajor && minor >= needMinor)
}
