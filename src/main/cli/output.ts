import { describeError, toReport } from '../../contract/errors'

/**
 * A command's output: results go to stdout, all other messages to stderr. With `--json`, stdout has
 * one JSON object per line and nothing else.
 */
export interface Output {
  readonly json: boolean
  /** For people; silent with --json. */
  say(text: string): void
  /** A result: the text for people, or the value as one JSON line. */
  result(text: string, value: object): void
  fail(error: unknown): void
}

export function createOutput(json: boolean): Output {
  const line = (value: object): void => void process.stdout.write(`${JSON.stringify(value)}\n`)
  return {
    json,
    say: (text) => {
      if (!json) process.stderr.write(`${text}\n`)
    },
    result: (text, value) => {
      if (json) line(value)
      else process.stdout.write(`${text}\n`)
    },
    fail: (error) => {
      if (json) line({ event: 'error', error: toReport(error) })
      process.stderr.write(`error: ${describeError(error)}\n`)
    },
  }
}
