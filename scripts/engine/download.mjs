import { createHash } from 'node:crypto'
import { createWriteStream, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { sha256File } from '../lib/files.mjs'
import { messageOf, say } from '../lib/ui.mjs'

const CONNECT_MS = 5_000
const STALL_MS = 30_000
const REPORT_MS = 5_000

/**
 * Deletes a file with an unexpected checksum, so it is never unpacked, and throws.
 * @param {string} path
 * @param {string} expected
 * @param {string} [actual] the file's sha256, if already computed while downloading
 */
export async function checkPin(path, expected, actual) {
  const found = actual ?? (await sha256File(path))
  if (found === expected) return
  rmSync(path, { force: true })
  throw new Error(
    `the downloaded file is not the expected one (SHA-256 ${found} instead of ${expected}), ` +
      'so it was deleted unopened',
  )
}

/**
 * Downloads a file and verifies it. Gives up quickly on an unresponsive host, as there are other
 * sources to try.
 * @param {string} url
 * @param {string} expected the file's sha256
 * @param {string} path
 * @param {{ connectMs?: number, stallMs?: number }} [patience]
 */
export async function download(url, expected, path, patience = {}) {
  const { connectMs = CONNECT_MS, stallMs = STALL_MS } = patience
  const abort = new AbortController()
  const abortWith = (/** @type {string} */ why) => () => abort.abort(new Error(why))
  let timer = setTimeout(abortWith(`no answer within ${connectMs / 1000} s`), connectMs)
  try {
    const response = await fetch(url, { signal: abort.signal })
    if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`)
    const total = Number(response.headers.get('content-length') ?? 0)
    const hash = createHash('sha256')
    const report = progress(total)
    const body = response.body
    await pipeline(
      (async function* () {
        for await (const chunk of body) {
          clearTimeout(timer)
          timer = setTimeout(abortWith(`no data for ${stallMs / 1000} s`), stallMs)
          hash.update(chunk)
          report(chunk.length)
          yield chunk
        }
      })(),
      createWriteStream(path),
    )
    await checkPin(path, expected, hash.digest('hex'))
  } catch (error) {
    rmSync(path, { force: true })
    throw new Error(`${new URL(url).host}: ${reasonOf(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** fetch() only says "fetch failed"; its cause says why. @param {unknown} error */
function reasonOf(error) {
  return error instanceof Error && error.cause ? messageOf(error.cause) : messageOf(error)
}

/** @param {number} total bytes, 0 when unknown @returns {(bytes: number) => void} */
function progress(total) {
  const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(0)
  let received = 0
  let next = performance.now() + REPORT_MS
  return (bytes) => {
    received += bytes
    if (performance.now() < next) return
    next += REPORT_MS
    const of = total
      ? ` of ${megabytes(total)} MB (${((100 * received) / total).toFixed(0)} %)`
      : ' MB'
    say(`  ${megabytes(received)}${of}`)
  }
}
