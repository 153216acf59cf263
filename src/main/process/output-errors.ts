import fs from 'node:fs'
import { isatty } from 'node:tty'
import { describeError } from '../../contract/errors'

/** The reader has seen enough, as `head` has, or the terminal was closed. */
const NOBODY_READS: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ENXIO'])

/**
 * Keeps the process alive if its output cannot be written, so that training continues and is saved.
 * Results that are lost although somebody wants them, as on a full disk, are reported once and turn
 * success into a failure.
 *
 * @param exitCode of a process that did its work and could not print the results
 */
export function surviveOutputErrors(exitCode: number): void {
  endWithoutTerminal()
  let reported = false
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (reported || NOBODY_READS.has(error.code)) return
    reported = true
    process.stderr.write(`error: the output could not be written: ${describeError(error)}\n`)
    process.on('exit', (code) => {
      if (code === 0) process.exitCode = exitCode
    })
  })
}

/**
 * At its end Node puts the terminal back as it was, and aborts if that fails on one that has been
 * closed. What is not open any more it leaves alone.
 */
function endWithoutTerminal(): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd))
  process.on('exit', () => {
    for (const fd of terminals) if (!isatty(fd)) fs.closeSync(fd)
  })
}
