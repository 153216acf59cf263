import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { temporaryBeside } from './files.mjs'
import { say } from './ui.mjs'

const HEARTBEAT_MS = 5_000
// Process ids are reused; a holder that has not touched its lock for this long is gone.
const STALE_AFTER_MS = 10 * 60_000
const POLL_MS = 200

/**
 * @typedef {{ isAlive?: (pid: number) => boolean, now?: () => number }} LockOptions
 * @typedef {{ release: () => void } | { holder: number }} LockResult
 */

/**
 * Takes the lock if it is free or was left behind by a dead process.
 * @param {string} path
 * @param {LockOptions} [options]
 * @returns {LockResult}
 */
export function tryLock(path, options = {}) {
  mkdirSync(dirname(path), { recursive: true })
  if (create(path)) return { release: hold(path) }
  const seen = read(path)
  if (seen && !isStale(seen, options)) return { holder: seen.pid }
  if (seen) discard(path, seen.text)
  if (create(path)) return { release: hold(path) }
  return { holder: read(path)?.pid ?? 0 }
}

/**
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  let reported = false
  let lock = tryLock(path)
  while ('holder' in lock) {
    if (!reported)
      say(`> Waiting for another GAN Studio command (process ${lock.holder}) to finish setup`)
    reported = true
    await delay(POLL_MS)
    lock = tryLock(path)
  }
  try {
    return await work()
  } finally {
    lock.release()
  }
}

/**
 * Creates the lock file atomically with its content, so no process reads a half-written owner.
 * @param {string} path
 */
function create(path) {
  const temporary = temporaryBeside(path)
  writeFileSync(temporary, JSON.stringify({ pid: process.pid, host: hostname() }))
  try {
    linkSync(temporary, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    return createPlainly(path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

/** For file systems without hard links. @param {string} path */
function createPlainly(path) {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' })
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/**
 * @param {string} path @returns {() => void} releases the lock
 */
function hold(path) {
  const mine = readFileSync(path, 'utf8')
  const beat = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date())
    } catch {
      // Someone deleted .engine/. The work continues without a lock.
    }
  }, HEARTBEAT_MS)
  beat.unref()
  const release = () => {
    clearInterval(beat)
    process.off('exit', release)
    if (read(path)?.text === mine) rmSync(path, { force: true })
  }
  process.on('exit', release)
  return release
}

/** @param {string} path */
function read(path) {
  try {
    const text = readFileSync(path, 'utf8')
    const { mtimeMs } = statSync(path)
    return { text, mtimeMs, ...parse(text) }
  } catch {
    return undefined
  }
}

/** @param {string} text @returns {{ pid: number, host: string }} */
function parse(text) {
  try {
    const { pid, host } = JSON.parse(text)
    return { pid: Number(pid), host: String(host) }
  } catch {
    return { pid: 0, host: '' }
  }
}

/**
 * @param {{ pid: number, host: string, mtimeMs: number }} seen
 * @param {LockOptions} options
 */
function isStale({ pid, host, mtimeMs }, { isAlive = processIsAlive, now = Date.now }) {
  if (now() - mtimeMs > STALE_AFTER_MS) return true
  // A home folder may be shared between machines, whose processes can't be checked.
  return host === hostname() && !isAlive(pid)
}

/**
 * Removes a stale lock, but not a new one that another process may have created in the meantime.
 * @param {string} path
 * @param {string} text content of the stale lock
 */
function discard(path, text) {
  const aside = temporaryBeside(path)
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (readFileSync(aside, 'utf8') !== text) {
    try {
      linkSync(aside, path)
    } catch {
      // A third process already holds the lock.
    }
  }
  rmSync(aside, { force: true })
}

/** @param {number} pid */
export function processIsAlive(pid) {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** @param {unknown} error @param {string} code */
function isCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code
}
