import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, say, step } from '../lib/ui.mjs'
import { describeHost } from './host.mjs'
import { marksHold } from '../lib/files.mjs'
import { ADDON_PATH, ensurePackage, hasForeignAddon, packageDirOf, placeAddon } from './package.mjs'
import { SOURCES } from './sources.mjs'
import { COMMAND, inputsHold, readStatus, rememberOutcome, withRemembered } from './status.mjs'
import { ensureStore } from './store.mjs'
import { verifyEngine } from './verify.mjs'

/**
 * @typedef {import('./store.mjs').Context} Context
 * @typedef {import('./sources.mjs').Source} Source
 * @typedef {import('./verify.mjs').Loaded} Loaded
 * @typedef {object} Parts the parts that tests replace
 * @property {import('./host.mjs').Host} host
 * @property {Source[]} sources
 * @property {(root: string) => Promise<void>} ensurePackage
 * @property {(on: Context, source: Source, how: { deep: boolean }) => Promise<string>} ensureStore
 * @property {(store: string, packageDir: string) => string[]} place
 * @property {(root: string) => Promise<Loaded>} verify
 */

/** @typedef {{ source: string, version: string, gpu: boolean, files: string[] }} Found */

/** @returns {Parts} */
function defaultParts() {
  const host = describeHost()
  return {
    host,
    sources: SOURCES,
    ensurePackage,
    ensureStore,
    place: placeAddon,
    verify: verifyEngine,
  }
}

/**
 * Sets up the native engine from the first source that works. Never throws: without it the studio
 * uses another engine. The caller must hold the setup lock.
 * @param {string} root
 * @param {{ fresh?: boolean, source?: string | undefined }} [how] fresh: ignore any earlier setup;
 *   source: name of the only source to try
 * @param {Partial<Parts>} [replaced]
 */
export async function provisionEngine(root, { fresh = false, source } = {}, replaced = {}) {
  const all = { ...defaultParts(), ...replaced }
  const sources = all.sources.filter(({ name }) => source === undefined || name === source)
  const host = fresh ? all.host : withRemembered(all.host, readStatus(root))
  const parts = { ...all, host, sources }
  /** @type {string[]} */
  const why = []
  const engineDir = join(root, '.engine')
  const on = { root, engineDir, packageDir: packageDirOf(root), host }
  /** @type {Found | undefined} */
  let found
  try {
    removeTemporaries(engineDir)
    await parts.ensurePackage(root)
    const kept = host === all.host ? undefined : await keepOwn(on, parts)
    const again = kept ?? (fresh ? undefined : await restorePrevious(on, parts))
    if (again) return again
    if (source === undefined) found = await useForeignAddon(on, parts)
    for (const each of sources) found ??= await trySource(on, each, parts, why)
  } catch (error) {
    why.push(messageOf(error))
  }
  if (found) reportSuccess(found, why, host)
  else reportFailure(why)
  return rememberOutcome(root, host, found, why)
}

/**
 * Removes temporary folders left behind by a killed attempt.
 * @param {string} engineDir
 */
function removeTemporaries(engineDir) {
  mkdirSync(engineDir, { recursive: true })
  for (const name of readdirSync(engineDir).filter((entry) => entry.startsWith('.tmp-'))) {
    rmSync(join(engineDir, name), { recursive: true })
  }
}

/**
 * Keeps an engine that was set up from the user's own library and still loads, even if the library's
 * folder is gone: its libraries were copied.
 * @param {Context} on
 * @param {Parts} parts
 */
async function keepOwn({ root, packageDir, host }, { verify }) {
  const status = readStatus(root)
  if (!status || !marksHold(packageDir, status.files)) return undefined
  try {
    const { tensorflow: version, gpu } = await verify(root)
    const found = { source: 'own', version, gpu, files: Object.keys(status.files) }
    reportSuccess(found, [], host)
    return rememberOutcome(root, host, found, status.why)
  } catch {
    return undefined
  }
}

/**
 * Restores the files after `npm ci` from the source that worked before, without trying the sources
 * ahead of it again, which may mean waiting for an unresponsive host.
 * @param {Context} on
 * @param {Parts} parts
 */
async function restorePrevious(on, parts) {
  const status = readStatus(on.root)
  if (!status?.ok || !inputsHold(status, on.host)) return undefined
  const source = parts.sources.find(({ name }) => name === status.source)
  const found = source && (await trySource(on, source, parts, []))
  if (!found) return undefined
  reportSuccess(found, [], on.host)
  return rememberOutcome(on.root, on.host, found, status.why)
}

/**
 * Uses an addon put there by the package's own install script, if it works.
 * @param {Context} on
 * @param {Parts} parts
 * @returns {Promise<Found | undefined>}
 */
async function useForeignAddon({ root, packageDir, host }, { verify }) {
  if (host.ownLibrary || !hasForeignAddon(packageDir)) return undefined
  try {
    const loaded = await verify(root)
    return { source: 'package', version: loaded.tensorflow, gpu: loaded.gpu, files: [ADDON_PATH] }
  } catch {
    return undefined
  }
}

/**
 * @param {Context} on
 * @param {Source} source
 * @param {Parts} parts
 * @param {string[]} why receives the reason if the source cannot be used
 * @returns {Promise<Found | undefined>}
 */
async function trySource(on, source, parts, why) {
  const { host } = on
  const reason = source.skip(host)
  if (reason) {
    // Don't report an option that the user did not choose.
    if (source.name !== 'own' || host.ownLibrary) why.push(`${source.title(host)}: ${reason}`)
    return undefined
  }
  try {
    const { loaded, files } = await useStore(on, source, parts)
    return { source: source.name, version: loaded.tensorflow, gpu: loaded.gpu, files }
  } catch (error) {
    why.push(`${source.title(host)}: ${messageOf(error)}`)
    return undefined
  }
}

/**
 * @param {Context} on
 * @param {Source} source
 * @param {Parts} parts
 */
async function useStore(on, source, { ensureStore, place, verify }) {
  const load = async (/** @type {string} */ store) => {
    const files = place(store, on.packageDir)
    return { files, loaded: await step('Native engine: testing it', () => verify(on.root)) }
  }
  const store = await ensureStore(on, source, { deep: false })
  try {
    return await load(store)
  } catch {
    // So far only file sizes were checked. Compare every byte now, and rebuild what is damaged.
    return load(await ensureStore(on, source, { deep: true }))
  }
}

/** @param {Found} found @param {string[]} why @param {import('./host.mjs').Host} host */
function reportSuccess({ source, version, gpu }, why, host) {
  for (const reason of why) say(`  not used: ${reason}`)
  const on = gpu ? 'on the GPU' : 'on the CPU'
  say(`Native engine ready: TensorFlow ${version} ${on} (source: ${source}).`)
  if (source === 'wheel' && host.nvidia) {
    say(
      '  This machine has an NVIDIA driver, and this library runs on the CPU only. An older build ' +
        `for CUDA 11, never tested with GAN Studio: ${COMMAND} --source download`,
    )
  }
}

/** @param {string[]} why */
function reportFailure(why) {
  say(
    'The native TensorFlow engine could not be set up, so the studio will use its WebAssembly ' +
      'engine instead, which is slower. What was tried:\n' +
      why.map((reason) => `  - ${reason}\n`).join('') +
      'To get it, fix one of the problems above, or set GAN_STUDIO_LIBTENSORFLOW to a folder with ' +
      'your own libtensorflow. Setup tries again after a day, or when the compiler, Python, that ' +
      'folder, the network, or the settings of pip, npm or a proxy change. To try again now: ' +
      `${COMMAND} --force`,
  )
}
