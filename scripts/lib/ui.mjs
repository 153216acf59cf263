// Set-up prints to stderr: stdout belongs to the command that runs afterwards, whose `--json`
// output must stay clean.

const REMINDER_MS = 15_000

/** An error the user can act on, shown without a stack trace. */
export class SetupError extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message)
    this.name = 'SetupError'
    this.exitCode = exitCode
  }
}

/** @param {string} text */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** @param {number} since milliseconds, from performance.now() */
export function elapsed(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}

/**
 * Runs a long step, printing its title first and its duration afterwards.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const since = performance.now()
  say(`> ${title}`)
  const reminder = setInterval(() => say(`  still working, ${elapsed(since)}`), REMINDER_MS)
  try {
    const result = await work()
    say(`  done in ${elapsed(since)}`)
    return result
  } catch (error) {
    say(`  failed after ${elapsed(since)}`)
    throw error
  } finally {
    clearInterval(reminder)
  }
}

/**
 * Runs a script's main function; its result becomes the exit code.
 * @param {() => Promise<number | void>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.exitCode = error.exitCode
  }
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error)
}
