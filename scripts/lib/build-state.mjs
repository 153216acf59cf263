import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hashContents, listFiles, marksHold, marksOf, readJson, writeJson } from './files.mjs'

const OUTPUTS = ['out/main', 'out/preload', 'out/renderer']

/** @param {string} root */
const stampPath = (root) => join(root, 'out/.gan-studio-build')

/** A hash of everything the bundles are made from. @param {string} root */
export function buildKey(root) {
  const configs = readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name))
  // package.json decides which packages stay outside the bundles.
  const fixed = ['electron.vite.config.ts', 'commonjs.mjs', 'package.json', 'package-lock.json']
  const sources = listFiles(root, 'src').filter((path) => !path.endsWith('.test.ts'))
  return hashContents(root, [...sources, ...fixed, ...configs.sort()])
}

/** @param {string} root */
export function isBuilt(root) {
  const stamp =
    /** @type {{ key: string, files: Record<string, import('./files.mjs').Mark> } | undefined} */ (
      readJson(stampPath(root))
    )
  return stamp !== undefined && stamp.key === buildKey(root) && marksHold(root, stamp.files)
}

/**
 * Call it before a build: out/ is then incomplete until {@link rememberBuild}.
 * @param {string} root
 */
export function forgetBuild(root) {
  rmSync(stampPath(root), { force: true })
}

/**
 * Records a completed build.
 * @param {string} root
 * @param {string} key computed before the build: edits made during it are not in the bundles
 */
export function rememberBuild(root, key) {
  const files = OUTPUTS.flatMap((path) => listFiles(root, path))
  writeJson(stampPath(root), { key, files: marksOf(root, files) })
}
