import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyInto, linkOrCopy, readJson } from '../lib/files.mjs'
import { npm } from '../lib/npm.mjs'
import { step } from '../lib/ui.mjs'
import { ADDON } from './compile.mjs'
import { PACKAGE, PACKAGE_VERSION } from './pins.mjs'

export const ADDON_PATH = `lib/napi-v8/${ADDON}`
const LIBRARIES = 'deps/lib'
// The package's own installer empties deps/ before it puts its libraries there.
const OURS = 'deps/.gan-studio'

/** @param {string} root */
export const packageDirOf = (root) => join(root, 'node_modules', PACKAGE)

/**
 * Installs the package if it is missing: npm 10 omits an optional package if its install script
 * fails.
 * @param {string} root
 */
export async function ensurePackage(root) {
  const manifest = /** @type {{ version?: string } | undefined} */ (
    readJson(join(packageDirOf(root), 'package.json'))
  )
  if (manifest?.version === PACKAGE_VERSION) return
  const wanted = `${PACKAGE}@${PACKAGE_VERSION}`
  await step(`Native engine: installing the package ${wanted}`, async () => {
    if ((await npm(root, ['install', '--no-save', '--ignore-scripts', wanted])) === 0) return
    throw new Error(`npm could not install ${wanted}`)
  })
}

/**
 * Returns true if the addon was put there by the package's own install script.
 * @param {string} packageDir
 */
export function hasForeignAddon(packageDir) {
  return existsSync(join(packageDir, ADDON_PATH)) && !existsSync(join(packageDir, OURS))
}

/**
 * Puts the addon and its libraries where the package looks for them. The addon comes last: while it
 * is missing, the package reports that clearly instead of failing to load.
 * @param {string} store
 * @param {string} packageDir
 * @returns {string[]} the files, relative to packageDir
 */
export function placeAddon(store, packageDir) {
  const names = readdirSync(join(store, 'lib'))
  rmSync(join(packageDir, ADDON_PATH), { force: true })
  rmSync(join(packageDir, LIBRARIES), { recursive: true, force: true })
  mkdirSync(join(packageDir, LIBRARIES), { recursive: true })
  writeFileSync(join(packageDir, OURS), 'placed by scripts/provision-engine.mjs\n')
  const files = names.map((name) => `${LIBRARIES}/${name}`)
  for (const [index, path] of files.entries()) {
    linkOrCopy(join(store, 'lib', names[index] ?? ''), join(packageDir, path))
  }
  // A copy, to keep the stored one safe from changes in node_modules.
  copyInto(join(store, ADDON), join(packageDir, ADDON_PATH))
  return [...files, ADDON_PATH]
}
