import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { hashContents } from '../lib/files.mjs'
import { capture } from '../lib/proc.mjs'

export const ADDON = 'tfjs_binding.node'

// Relative to lib/napi-v8/ in the package folder, so the repository can be moved.
const LIBRARIES = '../../deps/lib'
const FLAGS = ['-std=c++17', '-O2', '-fPIC', '-DNAPI_VERSION=8', '-w']

/**
 * A key of the addon's sources and flags; if it changes, the addon must be recompiled.
 * @param {string} packageDir
 */
export function recipeKey(packageDir) {
  return hashContents(packageDir, ['binding']) + FLAGS.join(' ')
}

/**
 * @typedef {{ compiler: string, headers: string }} Tools The tools needed to compile. Throws if any
 *   is missing; call it before downloading anything large.
 * @param {string} root
 * @param {import('./host.mjs').Host} host
 * @returns {Tools}
 */
export function requireTools(root, { compiler, platform }) {
  if (!compiler) throw new Error(noCompiler(platform))
  return { compiler, headers: nodeHeaders(root) }
}

/**
 * Compiles the package's own C++ sources against the headers and libraries in dir.
 * @param {{ packageDir: string, platform: string, tools: Tools }} on
 * @param {string} dir contains lib/ and include/; receives the addon
 */
export async function compileAddon({ packageDir, platform, tools }, dir) {
  const { compiler, headers } = tools
  const objects = join(dir, 'objects')
  mkdirSync(objects, { recursive: true })
  const sources = readdirSync(join(packageDir, 'binding')).filter((name) => name.endsWith('.cc'))
  const include = [packageDir, headers, join(dir, 'include')].flatMap((path) => ['-I', path])
  const compileOne = (/** @type {string} */ name) => {
    const source = join(packageDir, 'binding', name)
    return cxx(compiler, [...FLAGS, ...include, '-c', source, '-o', join(objects, `${name}.o`)])
  }
  // At most two at a time: each takes a few hundred megabytes of memory.
  if (os.availableParallelism() > 1) await Promise.all(sources.map(compileOne))
  else for (const name of sources) await compileOne(name)

  const libraries = readdirSync(join(dir, 'lib')).map((name) => join(dir, 'lib', name))
  const fresh = join(dir, `${ADDON}.new`)
  const compiled = sources.map((name) => join(objects, `${name}.o`))
  await cxx(compiler, [...linkFlags(platform), '-o', fresh, ...compiled, ...libraries])
  renameSync(fresh, join(dir, ADDON))
  rmSync(objects, { recursive: true })
}

/** @param {string} platform */
function linkFlags(platform) {
  if (platform === 'darwin') {
    return ['-bundle', '-undefined', 'dynamic_lookup', `-Wl,-rpath,@loader_path/${LIBRARIES}`]
  }
  return ['-shared', '-s', `-Wl,-rpath,$ORIGIN/${LIBRARIES}`]
}

/** @param {string} platform */
function noCompiler(platform) {
  if (platform === 'darwin') return 'there is no C++ compiler (run: xcode-select --install)'
  if (platform === 'win32') {
    return (
      'compiling the addon here needs Visual Studio with C++; with it, run `npm run install` in ' +
      'node_modules/@tensorflow/tfjs-node-gpu'
    )
  }
  return 'there is no C++ compiler (Debian and Ubuntu: apt install g++)'
}

/**
 * Finds the folder of node_api.h: in the development package, or beside a Node with headers.
 * @param {string} root
 */
function nodeHeaders(root) {
  const candidates = [
    join(root, 'node_modules/node-api-headers/include'),
    join(dirname(process.execPath), '../include/node'),
  ]
  const found = candidates.find((path) => existsSync(join(path, 'node_api.h')))
  if (!found) throw new Error('node_api.h is missing: run `npm ci`')
  return found
}

/** @param {string} compiler @param {string[]} args */
async function cxx(compiler, args) {
  const { code, output } = await capture(compiler, args)
  if (code === 0) return
  const first = output.split('\n').find((line) => line.includes('error')) ?? output.slice(0, 300)
  throw new Error(`${compiler} could not build the addon: ${first.trim()}`)
}
