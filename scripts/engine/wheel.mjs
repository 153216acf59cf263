import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture, stream } from '../lib/proc.mjs'
import { messageOf, say } from '../lib/ui.mjs'
import { checkPin, download } from './download.mjs'
import { atLeast } from './host.mjs'
import { WHEEL } from './pins.mjs'
import { unzip } from './unzip.mjs'

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
const HEADERS = ['tensorflow/c/', 'tensorflow/core/platform/ctstring', 'tsl/platform/ctstring']
const WANTED = [
  ...LIBRARIES.map((name) => `tensorflow/${name}`),
  ...[...HEADERS, 'xla/tsl/c/'].map((path) => `tensorflow/include/${path}`),
]

/** @type {import('./sources.mjs').Source} */
export const wheel = {
  name: 'wheel',
  title: () => `TensorFlow ${WHEEL.version} (the library in its Python package)`,
  skip(host) {
    if (host.platform !== 'linux' || host.arch !== 'x64') return 'it is for Linux on x86-64 only'
    if (!host.glibc || !atLeast(host.glibc, WHEEL.glibc)) return `it needs glibc ${WHEEL.glibc}`
    return undefined
  },
  version: () => WHEEL.version,
  async fetch(host, dir) {
    await unpackWheel(await fetchWheel(host.python, dir), dir)
  },
}

/**
 * Downloads the wheel. If its host cannot be reached, uses pip, which knows the mirrors and folders
 * configured on this machine.
 * @param {string | undefined} python
 * @param {string} dir
 * @param {typeof WHEEL} pin replaced by tests
 * @returns {Promise<string>} the path of the wheel, its checksum verified
 */
export async function fetchWheel(python, dir, pin = WHEEL) {
  const path = join(dir, 'tensorflow.whl')
  try {
    await download(pin.url, pin.sha256, path)
    return path
  } catch (error) {
    const reason = messageOf(error)
    if (!python)
      throw new Error(`${reason}; there is no python3 to try pip instead`, { cause: error })
    say(`  ${reason}; trying pip`)
    try {
      const found = await pipDownload(python, join(dir, 'wheel'), pin)
      await checkPin(found, pin.sha256)
      return found
    } catch (second) {
      throw new Error(`${reason}; ${messageOf(second)}`, { cause: second })
    }
  }
}

/** @param {string} python @param {string} to @param {typeof WHEEL} pin */
async function pipDownload(python, to, pin) {
  const pip = await capture(python, ['-m', 'pip', '--version'])
  if (pip.code !== 0) throw new Error(`${python} has no pip (Debian and Ubuntu: python3-pip)`)
  mkdirSync(to)
  const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', ...pin.tags]
  args.push('--platform', pin.platform, '--timeout', '15', '--retries', '1', '--no-cache-dir')
  args.push('--disable-pip-version-check', '--dest', to, pin.requirement)
  const code = await stream(python, args, { env: { ...process.env, PIP_RETRIES: '1' } })
  const name = readdirSync(to).find((entry) => entry.endsWith('.whl'))
  if (code !== 0 || !name) throw new Error(`pip could not download ${pin.requirement}`)
  return join(to, name)
}

/**
 * Extracts the two libraries and the C headers, and deletes the wheel.
 * @param {string} path
 * @param {string} dir receives lib/ and include/
 */
export async function unpackWheel(path, dir) {
  const unpacked = join(dir, 'unpacked')
  const names = await unzip(path, unpacked, (name) => WANTED.some((part) => name.startsWith(part)))
  for (const library of LIBRARIES) {
    if (!names.includes(`tensorflow/${library}`)) throw new Error(`the wheel has no ${library}`)
  }
  rmSync(path)
  mkdirSync(join(dir, 'lib'))
  for (const name of LIBRARIES) {
    renameSync(join(unpacked, 'tensorflow', name), join(dir, 'lib', name))
  }
  renameSync(join(unpacked, 'tensorflow/include'), join(dir, 'include'))
  rmSync(unpacked, { recursive: true })
}
