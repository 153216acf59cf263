import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, sha256, writeJson } from './files.mjs'

/**
 * @typedef {Record<string, string>} Versions
 * @typedef {{ dependencies?: Versions, devDependencies?: Versions, optionalDependencies?: Versions }} Manifest
 * @typedef {Manifest & { version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} Lockfile
 */

/** @param {string} root */
const stampPath = (root) => join(root, 'node_modules/.gan-studio-install')

/** @param {string} root */
const npmRecordPath = (root) => join(root, 'node_modules/.package-lock.json')

/** @param {string} root */
export function installKey(root) {
  const files = ['package.json', 'package-lock.json'].map((name) => readFileSync(join(root, name)))
  return sha256(Buffer.concat(files))
}

/**
 * Returns true if node_modules matches the lock file.
 * @param {string} root
 */
export function isInstalled(root) {
  if (!directDependenciesExist(root)) return false
  if (
    /** @type {{ key?: string } | undefined} */ (readJson(stampPath(root)))?.key ===
    installKey(root)
  ) {
    return true
  }
  // Without our stamp, use the record that npm writes at the end of every complete install: a
  // manual `npm ci` then needs no second install.
  return npmRecordAgrees(root)
}

/**
 * Call it before an install: node_modules is then incomplete until {@link rememberInstall}.
 * @param {string} root
 */
export function forgetInstall(root) {
  rmSync(stampPath(root), { force: true })
  rmSync(npmRecordPath(root), { force: true })
}

/** Records a completed install. @param {string} root */
export function rememberInstall(root) {
  writeJson(stampPath(root), { key: installKey(root) })
}

/** @param {string} root */
function directDependenciesExist(root) {
  const manifest = /** @type {Manifest} */ (readJson(join(root, 'package.json')) ?? {})
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  return names.every((name) => existsSync(join(root, 'node_modules', name, 'package.json')))
}

/** @param {string} root */
function npmRecordAgrees(root) {
  const wanted = /** @type {Lockfile} */ (readJson(join(root, 'package-lock.json')) ?? {}).packages
  const have = /** @type {Lockfile} */ (readJson(npmRecordPath(root)) ?? {}).packages
  if (!wanted || !have) return false
  const manifest = /** @type {Manifest} */ (readJson(join(root, 'package.json')) ?? {})
  if (!sameDependencies(manifest, wanted[''] ?? {})) return false
  const complete = Object.entries(wanted).every(([path, entry]) => {
    const installed = have[path]
    // Optional packages for other systems may be absent.
    if (!installed) return path === '' || entry.optional === true || entry.devOptional === true
    return installed.version === entry.version && installed.integrity === entry.integrity
  })
  return complete && Object.keys(have).every((path) => path in wanted)
}

/** @param {Manifest} a @param {Manifest} b */
function sameDependencies(a, b) {
  /** @param {Manifest} manifest */
  const text = (manifest) =>
    JSON.stringify(
      [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].map((part) =>
        Object.entries(part ?? {}).sort(),
      ),
    )
  return text(a) === text(b)
}
