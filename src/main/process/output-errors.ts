import fs from 'node:fs'
import { isatty } from 'node:tty'
import { describeError } from '../../contract/errors'

/**
 * Errors that mean the reader is gone: it stopped reading, as `head` does, or the terminal was
 * closed.
 */
const READER_GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ENXIO'])

/**
 * Keeps the process alive if its output cannot be written, to continue and save training. If a
 * reader exists but output is lost, as on a full disk, this is reported once and the process exits
 * with `exitCode` instead of 0.
 *
 * @param exitCode for a process that did its work but could not print the results
 */
export function surviveOutputErrors(exitCode: number): void {
  ignoreClosedTerminal()
  let reported = false
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (reported || READER_GONE.has(error.code)) return
    reported = true
    process.stderr.write(`error: the output could not be written: ${describeError(error)}\n`)
    process.on('exit', (code) => {
      if (code === 0) process.exitCode = exitCode
    })
  })
}

/**
 * On exit, Node restores the terminal's state, and aborts if the terminal has been closed. Closing
 * its file descriptors prevents that.
 */
function ignoreClosedTerminal(): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd))
  process.on('exit', () => {
    for (const fd of terminals) if (!isatty(fd)) fs.closeSync(fd)
  })
}
