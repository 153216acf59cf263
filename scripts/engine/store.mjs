import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles, markOf, readJson, sha256File, writeJson } from '../lib/files.mjs'
import { step } from '../lib/ui.mjs'
import { ADDON, compileAddon, recipeKey, requireTools } from './compile.mjs'

/**
 * .engine/<source-version-platform>/ stores the built files outside node_modules, which `npm ci`
 * empties. It is published complete, in one rename.
 * @typedef {import('./sources.mjs').Source} Source
 * @typedef {import('./compile.mjs').Tools} Tools
 * @typedef {{ size: number, sha256: string }} Kept
 * @typedef {{ recipe: string, files: Record<string, Kept> }} StoreStamp
 * @typedef {{ root: string, engineDir: string, packageDir: string, host: import('./host.mjs').Host }} Context
 */

const STAMP = 'stamp.json'

/**
 * @param {Context} on
 * @param {Source} source
 */
export function storeDir({ engineDir, host }, source) {
  return join(engineDir, `${source.name}-${source.version(host)}-${host.platform}-${host.arch}`)
}

/**
 * @param {string} dir
 * @param {string} recipe
 * @param {{ deep: boolean }} how deep: compare contents, not only sizes
 * @returns {Promise<'good' | 'addon' | 'bad'>} addon: only the addon must be recompiled
 */
export async function inspectStore(dir, recipe, { deep }) {
  const stamp = /** @type {StoreStamp | undefined} */ (readJson(join(dir, STAMP)))
  if (!stamp) return 'bad'
  let addon = stamp.recipe === recipe
  for (const [path, kept] of Object.entries(stamp.files)) {
    const intact =
      markOf(join(dir, path))?.size === kept.size &&
      (!deep || (await sha256File(join(dir, path))) === kept.sha256)
    if (intact) continue
    if (path !== ADDON) return 'bad'
    addon = false
  }
  return addon ? 'good' : 'addon'
}

/**
 * Ensures that the store of a source is complete, building anything missing.
 * @param {Context} on
 * @param {Source} source
 * @param {{ deep: boolean }} how
 * @returns {Promise<string>} its folder
 */
export async function ensureStore(on, source, how) {
  const dir = storeDir(on, source)
  const recipe = recipeKey(on.packageDir)
  const state = await inspectStore(dir, recipe, how)
  if (state !== 'good') {
    const tools = requireTools(on.root, on.host)
    if (state === 'addon') await compile(on, tools, dir)
    else await build(on, source, tools, dir)
  }
  removeOlder(on.engineDir, source, dir)
  return dir
}

/**
 * @param {Context} on
 * @param {Source} source
 * @param {Tools} tools
 * @param {string} dir
 */
async function build(on, source, tools, dir) {
  const temporary = join(on.engineDir, `.tmp-${source.name}`)
  const clear = () => rmSync(temporary, { recursive: true, force: true })
  clear()
  mkdirSync(temporary, { recursive: true })
  // Ctrl-C ends the process without returning here, and must not leave a gigabyte behind.
  process.on('exit', clear)
  try {
    await step(`Native engine: getting ${source.title(on.host)}`, () =>
      source.fetch(on.host, temporary),
    )
    await compile(on, tools, temporary)
    rmSync(dir, { recursive: true, force: true })
    renameSync(temporary, dir)
  } finally {
    process.off('exit', clear)
    clear()
  }
}

/**
 * @param {Context} on
 * @param {Tools} tools
 * @param {string} dir
 */
async function compile({ packageDir, host: { platform } }, tools, dir) {
  await step(`Native engine: compiling the addon with ${tools.compiler}`, () =>
    compileAddon({ packageDir, platform, tools }, dir),
  )
  await writeStamp(dir, recipeKey(packageDir))
}

/** @param {string} dir @param {string} recipe */
async function writeStamp(dir, recipe) {
  /** @type {Record<string, Kept>} */
  const files = {}
  for (const path of [...listFiles(dir, 'lib'), ADDON]) {
    const full = join(dir, path)
    files[path] = { size: markOf(full)?.size ?? 0, sha256: await sha256File(full) }
  }
  writeJson(join(dir, STAMP), { recipe, files })
}

/**
 * Deletes older stores of a source, each almost a gigabyte.
 * @param {string} engineDir
 * @param {Source} source
 * @param {string} keep
 */
function removeOlder(engineDir, source, keep) {
  for (const name of readdirSync(engineDir)) {
    const dir = join(engineDir, name)
    if (name.startsWith(`${source.name}-`) && dir !== keep) rmSync(dir, { recursive: true })
  }
}
