// node scripts/provision-engine.mjs [--force | --check | --source own|wheel|download]
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describeHost } from './engine/host.mjs'
import { provisionEngine } from './engine/provision.mjs'
import { SOURCES } from './engine/sources.mjs'
import { engineState, readStatus } from './engine/status.mjs'
import { verifyEngine } from './engine/verify.mjs'
import { withLock } from './lib/lock.mjs'
import { catchInterrupts } from './lib/proc.mjs'
import { messageOf, runMain, say } from './lib/ui.mjs'
import { ensureReady, lockPath, ROOT } from './setup.mjs'

await runMain(async () => {
  const args = process.argv.slice(2)
  if (args.includes('--check')) return check()
  const source = sourceIn(args)
  if (!existsSync(join(ROOT, 'node_modules'))) await ensureReady({ engine: false, build: false })
  const stopCatching = catchInterrupts()
  try {
    return await withLock(lockPath(ROOT), () => provision(args.includes('--force'), source))
  } finally {
    stopCatching()
  }
})

/** @param {string[]} args */
function sourceIn(args) {
  const index = args.indexOf('--source')
  if (index < 0) return undefined
  const names = SOURCES.map(({ name }) => name)
  const source = args[index + 1]
  if (source !== undefined && names.includes(source)) return source
  throw new Error(`--source must be one of ${names.join(', ')}`)
}

/** @param {boolean} force @param {string | undefined} source */
async function provision(force, source) {
  if (source !== undefined) {
    return (await provisionEngine(ROOT, { fresh: true, source })).ok ? 0 : 1
  }
  const state = engineState(ROOT, describeHost())
  if (force || state === 'needed') return (await provisionEngine(ROOT, { fresh: force })).ok ? 0 : 1
  const status = readStatus(ROOT)
  if (state === 'ready') {
    say(`Native engine ready: TensorFlow ${status?.version} (source: ${status?.source}).`)
    return 0
  }
  say(`The setup of the native engine failed at ${status?.at}; use --force to try again:`)
  for (const reason of status?.why ?? []) say(`  - ${reason}`)
  return 1
}

async function check() {
  try {
    const { tensorflow, gpu } = await verifyEngine(ROOT)
    say(`The native engine loads: TensorFlow ${tensorflow} on the ${gpu ? 'GPU' : 'CPU'}.`)
    return 0
  } catch (error) {
    say(`The native engine is not usable: ${messageOf(error)}`)
    for (const reason of readStatus(ROOT)?.why ?? []) say(`  - ${reason}`)
    return 1
  }
}
