import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { SetupError, say } from './ui.mjs'

const KILL_AFTER_MS = 3_000
const PARENT_CHECK_MS = 500

/** @typedef {{ code: number, output: string }} Ended */
/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, timeoutMs?: number }} RunOptions */

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set()
let interrupted = false

/** @param {NodeJS.Signals | null} signal @param {number | null} code */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 1)
}

/**
 * Runs a setup command with its output streamed to stderr.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code
 */
export async function stream(command, args, options = {}) {
  const ended = await supervise(command, args, options, ['ignore', 2, 2])
  return ended.code
}

/**
 * Runs a short command and captures its output, stdout and stderr combined.
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Ended>}
 */
export function capture(command, args, options = {}) {
  return supervise(command, args, options, ['ignore', 'pipe', 'pipe'])
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} options
 * @param {import('node:child_process').StdioOptions} stdio
 * @returns {Promise<Ended>}
 */
function supervise(command, args, { timeoutMs, ...options }, stdio) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio, windowsHide: true })
    const timer = timeoutMs ? setTimeout(() => child.kill('SIGKILL'), timeoutMs) : undefined
    let output = ''
    for (const pipe of [child.stdout, child.stderr]) {
      pipe?.setEncoding('utf8').on('data', (text) => (output += text))
    }
    children.add(child)
    const ended = () => {
      clearTimeout(timer)
      children.delete(child)
    }
    child.on('error', (error) => {
      ended()
      reject(new SetupError(`could not start ${command}: ${error.message}`))
    })
    child.on('close', (code, signal) => {
      ended()
      // After Ctrl-C, don't continue as if the step had merely failed: the handler below exits.
      if (!interrupted) resolve({ code: exitCodeOf(code, signal), output })
    })
  })
}

/**
 * Makes Ctrl-C, SIGTERM and SIGHUP stop the children before this process, so no child continues to
 * modify the tree after its lock is released.
 * @returns {() => void} stops catching signals
 */
export function catchInterrupts() {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    if (interrupted) return
    interrupted = true
    say('\nStopped. Unfinished steps are discarded; the next start continues from here.')
    const leave = () => process.exit(exitCodeOf(null, signal))
    if (children.size === 0) leave()
    for (const child of children) {
      child.on('close', () => children.size === 0 && leave())
      child.kill('SIGTERM')
    }
    setTimeout(() => {
      for (const child of children) child.kill('SIGKILL')
      leave()
    }, KILL_AFTER_MS)
  }
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    for (const signal of signals) process.off(signal, onSignal)
  }
}

/**
 * Runs the user's command on this terminal and waits for it to end, forwarding signals. If npm
 * started this process and ends, the command gets SIGTERM.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} the exit code to pass on
 */
export function handOver(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: 'inherit' })
    // The terminal sends Ctrl-C to the whole process group. The child already has it, and a second
    // one would mean "stop immediately" instead of "finish this step and save".
    const ignore = () => {}
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => child.kill(signal)
    process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward)
    const parent = watchParent(() => forward('SIGTERM'))
    const stop = () => {
      clearInterval(parent)
      process.off('SIGINT', ignore).off('SIGTERM', forward).off('SIGHUP', forward)
    }
    child.on('error', (error) => {
      stop()
      reject(new SetupError(`could not start ${command}: ${error.message}`))
    })
    child.on('close', (code, signal) => {
      stop()
      resolve(exitCodeOf(code, signal))
    })
  })
}

/**
 * Calls `ended` when npm has ended. Sent SIGTERM, npm passes it on to its shell only, which ends
 * without telling this process.
 * @param {() => void} ended
 * @returns {NodeJS.Timeout | undefined} undefined if npm did not start this process
 */
function watchParent(ended) {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    ended()
  }, PARENT_CHECK_MS)
  return timer.unref()
}
