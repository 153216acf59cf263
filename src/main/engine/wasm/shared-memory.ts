import { createRequire } from 'node:module'
import path from 'node:path'
import { env } from '@tensorflow/tfjs-core'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { readGuarded } from '../../disk/guarded'
import { MAX_IMAGE_BYTES } from '../../disk/limits'

/*
 * tfjs's single-threaded SIMD module defines its own memory. Our threads can work in it if that
 * memory is declared shared, which is one bit of the module; its code need not change.
 */

const HEADER_BYTES = 8
const MEMORY_SECTION = 5
/** The first byte of the memory's limits: it has a maximum, which shared memory requires. */
const HAS_MAXIMUM = 0x01
const SHARED = 0x02

/**
 * The module with its memory declared shared.
 *
 * @returns undefined if the module is not laid out as expected
 */
export function withSharedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  let at = HEADER_BYTES
  while (at < module.length) {
    const id = module[at]
    const [length, content] = readSize(module, at + 1)
    if (id === MEMORY_SECTION) {
      if (module[content] !== 1 || module[content + 1] !== HAS_MAXIMUM) return undefined
      const patched = Uint8Array.from(module)
      patched[content + 1] = HAS_MAXIMUM | SHARED
      return WebAssembly.validate(patched) ? patched : undefined
    }
    at = content + length
  }
  return undefined
}

/** A LEB128 number and the position of the next byte. */
function readSize(bytes: Uint8Array, start: number): [value: number, next: number] {
  let [value, at] = [0, start]
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) return [value, at]
  }
}

/**
 * Makes tfjs load its SIMD module with shared memory while `start` runs. If that is not possible,
 * `start` still runs, and the memory is not shared.
 */
export async function withSharedModule<T>(start: () => Promise<T>): Promise<T> {
  const folder = path.dirname(
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'),
  )
  const file = path.join(folder, 'tfjs-backend-wasm-simd.wasm')
  const patched = withSharedMemory(await readGuarded(file, { maxBytes: MAX_IMAGE_BYTES }))
  if (patched === undefined) return start()
  const platform = env().platform
  const fetchPatched = { fetch: () => Promise.resolve(new Response(patched)) }
  try {
    setWasmPaths(`${folder}/`, true)
    env().platform = Object.assign(Object.create(platform) as typeof platform, fetchPatched)
    return await start()
  } finally {
    env().platform = platform
  }
}
