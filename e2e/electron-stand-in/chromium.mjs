import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/*
 * The browser whose pages are the windows. It is controlled through a pipe, and therefore exits with
 * this process; a debugging port is open for Playwright.
 */

/** @typedef {{ method: string, params: any, sessionId?: string }} CdpEvent */

/** @type {import('node:child_process').ChildProcess | undefined} */
let browser
let nextId = 1
/** @type {Map<number, { resolve(value: any): void, reject(error: Error): void }>} */
const pending = new Map()
/** @type {Map<string, (event: CdpEvent) => void>} */
const listeners = new Map()

/** The session name for events of the browser itself. */
export const BROWSER = ''

/** @param {string} userData the parent folder of the profile, which is removed at the end */
export async function startChromium(userData) {
  const profile = path.join(userData, `stand-in-profile-${process.pid}`)
  mkdirSync(profile, { recursive: true })
  const executable = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const args = [
    '--headless=new',
    '--no-startup-window',
    '--remote-debugging-pipe',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    '--force-color-profile=srgb',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
  // In a separate process group: in Electron, the browser is part of this process, so a signal to
  // the group must not end it before the application.
  const child = spawn(executable, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  })
  browser = child
  process.on('exit', () => {
    child.kill('SIGKILL')
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  })
  child.on('exit', () => process.exit(1))
  receive(child.stdio[4])
  await announced(child)
  await send('Target.setDiscoverTargets', { discover: true })
}

/** Waits for the line that tells Playwright the port, and prints it. */
function announced(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    let text = ''
    child.stderr.setEncoding('utf8').on('data', (part) => {
      text += part
      const line = /^DevTools listening on .*$/m.exec(text)?.[0]
      if (line === undefined) return
      child.stderr.removeAllListeners('data').resume()
      process.stderr.write(`${line}\n`)
      resolve(undefined)
    })
  })
}

function receive(pipe) {
  let rest = ''
  pipe.setEncoding('utf8').on('data', (part) => {
    const messages = (rest + part).split('\0')
    rest = messages.pop() ?? ''
    for (const text of messages) dispatch(JSON.parse(text))
  })
}

function dispatch(message) {
  if (message.id === undefined) return listeners.get(message.sessionId ?? BROWSER)?.(message)
  const waiting = pending.get(message.id)
  pending.delete(message.id)
  if (message.error === undefined) waiting?.resolve(message.result)
  else waiting?.reject(new Error(message.error.message))
}

/**
 * @param {string} method
 * @param {object} [params]
 * @param {string} [sessionId]
 * @returns {Promise<any>}
 */
export function send(method, params = {}, sessionId) {
  return new Promise((resolve, reject) => {
    const id = nextId++
    pending.set(id, { resolve, reject })
    const session = sessionId === undefined ? {} : { sessionId }
    browser?.stdio[3].write(`${JSON.stringify({ id, method, params, ...session })}\0`)
  })
}

/** @param {string} sessionId @param {(event: CdpEvent) => void} handle */
export function listen(sessionId, handle) {
  listeners.set(sessionId, handle)
}
