import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture, stream } from '../lib/proc.mjs'
import { checkPin } from './download.mjs'
import { atLeast } from './host.mjs'
import { WHEEL } from './pins.mjs'

// A wheel is a zip file, and the Python that fetched it can open it.
const UNPACK = `
import sys, zipfile
wanted = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2',
    'tensorflow/include/tensorflow/c/', 'tensorflow/include/tensorflow/core/platform/ctstring',
    'tensorflow/include/tsl/platform/ctstring', 'tensorflow/include/xla/tsl/c/')
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        if name.startswith(wanted):
            wheel.extract(name, sys.argv[2])
`

/** @type {import('./sources.mjs').Source} */
export const wheel = {
  name: 'wheel',
  title: () => `the Python package ${WHEEL.requirement}`,
  skip(host) {
    if (host.platform !== 'linux' || host.arch !== 'x64') return 'it is for Linux on x86-64 only'
    if (!host.glibc || !atLeast(host.glibc, WHEEL.glibc)) return `it needs glibc ${WHEEL.glibc}`
    return host.python ? undefined : 'python3 is not installed'
  },
  version: () => WHEEL.version,
  async fetch(host, dir) {
    const python = host.python ?? 'python3'
    const path = await pipDownload(python, join(dir, 'wheel'))
    await checkPin(path, WHEEL.sha256)
    await unpackWheel(python, path, dir)
  },
}

/** @param {string} python @param {string} to @returns {Promise<string>} the wheel's path */
async function pipDownload(python, to) {
  const pip = await capture(python, ['-m', 'pip', '--version'])
  if (pip.code !== 0) throw new Error(`${python} has no pip (Debian and Ubuntu: python3-pip)`)
  mkdirSync(to)
  const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', ...WHEEL.tags]
  args.push('--platform', WHEEL.platform, '--timeout', '15', '--retries', '1', '--no-cache-dir')
  args.push('--disable-pip-version-check', '--dest', to, WHEEL.requirement)
  const code = await stream(python, args, { env: { ...process.env, PIP_RETRIES: '1' } })
  const name = readdirSync(to).find((entry) => entry.endsWith('.whl'))
  if (code !== 0 || !name) {
    throw new Error('pip could not download it: there is no index within reach that has it')
  }
  return join(to, name)
}

/**
 * Takes the two libraries and the C headers, and deletes the wheel.
 * @param {string} python
 * @param {string} path
 * @param {string} dir gets lib/ and include/
 */
async function unpackWheel(python, path, dir) {
  const unpacked = join(dir, 'unpacked')
  const { code, output } = await capture(python, ['-c', UNPACK, path, unpacked])
  if (code !== 0) throw new Error(`the wheel could not be unpacked: ${output.trim()}`)
  rmSync(join(dir, 'wheel'), { recursive: true })
  mkdirSync(join(dir, 'lib'))
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    renameSync(join(unpacked, 'tensorflow', name), join(dir, 'lib', name))
  }
  renameSync(join(unpacked, 'tensorflow/include'), join(dir, 'include'))
  rmSync(unpacked, { recursive: true })
}
