import { lstatSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture } from '../lib/proc.mjs'

/**
 * Unpacks libtensorflow's own archive (already checked) and removes it.
 * @param {string} path
 * @param {string} dir receives lib/ and include/
 */
export async function unpackArchive(path, dir) {
  const { code, output } = await capture('tar', ['-xzf', path, '-C', dir])
  if (code !== 0) throw new Error(`tar could not unpack it: ${output.trim()}`)
  rmSync(path)
  flattenLinks(join(dir, 'lib'))
}

/**
 * libtensorflow.so -> .so.2 -> .so.2.9.1: keeps only the middle name, which programs load, as a
 * regular file.
 * @param {string} lib
 */
function flattenLinks(lib) {
  const wanted = /^libtensorflow(_framework)?(\.so\.2|\.2\.dylib)$/
  for (const name of readdirSync(lib).filter((entry) => wanted.test(entry))) {
    const path = join(lib, name)
    if (!lstatSync(path).isSymbolicLink()) continue
    const target = realpathSync(path)
    rmSync(path)
    renameSync(target, path)
  }
  for (const name of readdirSync(lib)) {
    if (!wanted.test(name)) rmSync(join(lib, name), { recursive: true })
  }
}
