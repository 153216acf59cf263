import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { capture } from '../lib/proc.mjs'

// The first use of a GPU may compile its kernels.
const TIMEOUT_MS = 180_000

/** @typedef {{ tensorflow: string, gpu: boolean }} Loaded */

/**
 * Loads the addon in a separate process, because a bad one crashes it.
 * @param {string} root
 * @returns {Promise<Loaded>}
 */
export async function verifyEngine(root) {
  const probe = fileURLToPath(new URL('probe.mjs', import.meta.url))
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' }
  const args = [probe, join(root, 'package.json')]
  const { code, output } = await capture(process.execPath, args, { env, timeoutMs: TIMEOUT_MS })
  const answer = output.split('\n').find((line) => line.startsWith('{"tensorflow"'))
  if (code === 0 && answer) return /** @type {Loaded} */ (JSON.parse(answer))
  throw new Error(`the addon does not load: ${explain(output, code)}`)
}

/** @param {string} output @param {number} code */
function explain(output, code) {
  const line = output.split('\n').find((text) => /error/i.test(text))
  return line?.trim() ?? `its process ended with code ${code}`
}
