import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeHost } from './engine/host.mjs'
import { provisionEngine } from './engine/provision.mjs'
import { engineState, failureLine, readStatus } from './engine/status.mjs'
import { buildKey, forgetBuild, isBuilt, rememberBuild } from './lib/build-state.mjs'
import { forgetInstall, isInstalled, rememberInstall } from './lib/install-state.mjs'
import { withLock } from './lib/lock.mjs'
import { npm } from './lib/npm.mjs'
import { catchInterrupts, stream } from './lib/proc.mjs'
import { say, SetupError, step } from './lib/ui.mjs'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} root */
export const lockPath = (root) => join(root, '.engine/setup.lock')

/** The build failed: the only step of setup that a broken source file can break. */
export class BuildError extends SetupError {}

/**
 * @typedef {object} Wanted
 * @property {string} [root]
 * @property {boolean} [engine] whether to set up the native engine, if this machine allows it
 * @property {boolean} [build] whether to build the bundles in out/
 * @property {boolean} [retryEngine] whether to retry the engine even if it failed recently
 * @property {boolean} [remind] whether to say that an earlier setup of the engine failed
 */

/**
 * Sets up everything the commands need. If there is nothing to do, prints nothing but the reminder.
 * @param {Wanted} [wanted]
 */
export async function ensureReady(wanted = {}) {
  requireNode()
  const { root = ROOT } = wanted
  if (wanted.remind) remindOfFailure(root, wanted)
  if (isReady(root, wanted)) return
  const stopCatching = catchInterrupts()
  try {
    await withLock(lockPath(root), () => setUp(root, wanted))
  } finally {
    stopCatching()
  }
}

/** @param {string} root @param {Wanted} wanted */
function isReady(root, { engine = true, build = true, retryEngine = false }) {
  return (
    isInstalled(root) && !(engine && engineIsDue(root, retryEngine)) && !(build && !isBuilt(root))
  )
}

/**
 * Says that an earlier setup of the engine failed, unless it is about to be tried again, which
 * reports its own result.
 * @param {string} root
 * @param {Wanted} wanted
 */
function remindOfFailure(root, { retryEngine = false }) {
  const status = readStatus(root)
  if (!status || retryEngine || engineState(root, describeHost()) !== 'failed') return
  say(failureLine(status))
}

/** @param {string} root @param {boolean} retry */
function engineIsDue(root, retry) {
  const state = engineState(root, describeHost())
  return state === 'needed' || (state === 'failed' && retry)
}

/** @param {string} root @param {Wanted} wanted */
async function setUp(root, { engine = true, build = true, retryEngine = false }) {
  if (!isInstalled(root)) await install(root)
  if (engine && engineIsDue(root, retryEngine)) await provisionEngine(root)
  if (build && !isBuilt(root)) await buildBundles(root)
}

/** @param {string} root */
async function install(root) {
  forgetInstall(root)
  await step('Installing packages (npm ci)', async () => {
    // No install scripts: the only one needed is the native engine's, which has its own step.
    if ((await npm(root, ['ci', '--ignore-scripts'])) === 0) return
    throw new SetupError(
      'The packages could not be installed; see the messages from npm above. Check the network ' +
        'connection and that package.json and package-lock.json match, then run the command again.',
    )
  })
  rememberInstall(root)
}

/** @param {string} root */
async function buildBundles(root) {
  const key = buildKey(root)
  forgetBuild(root)
  await step('Building (electron-vite build)', async () => {
    const tool = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
    const args = [tool, 'build', '--logLevel', 'warn']
    if ((await stream(process.execPath, args, { cwd: root })) === 0) return
    throw new BuildError('The build failed; see the messages above.')
  })
  rememberBuild(root, key)
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetupError(
    `GAN Studio needs Node 20.19 or newer; this is Node ${process.versions.node}. ` +
      'Install the current LTS release from nodejs.org, or with your version manager.',
  )
}
