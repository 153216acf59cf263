import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { readTextGuardedSync } from '../../disk/guarded'
import { MAX_SMALL_FILE_BYTES } from '../../disk/limits'

/**
 * Identifies a native engine without loading it: the package's version and its library's size.
 *
 * @returns undefined if it is not installed
 */
export function nativeEngineStamp(): string | undefined {
  const require = createRequire(import.meta.url)
  try {
    const manifest = require.resolve('@tensorflow/tfjs-node-gpu/package.json')
    const { version } = JSON.parse(
      readTextGuardedSync(manifest, { maxBytes: MAX_SMALL_FILE_BYTES }),
    ) as {
      version: string
    }
    const folder = path.join(path.dirname(manifest), 'deps', 'lib')
    const sizes = fs
      .readdirSync(folder)
      .filter((name) => name.includes('tensorflow'))
      .sort()
      .map((name) => `${name} ${fs.statSync(path.join(folder, name)).size}`)
    return sizes.length === 0 ? undefined : `tfjs-node-gpu ${version}, ${sizes.join(', ')}`
  } catch {
    return undefined
  }
}
