import { toReport } from '../../contract/errors'
import { explain, onOneLine } from '../../contract/notices'
import { plainJson, plainLine } from '../../contract/plain-text'

/**
 * A command's output: results go to stdout, all other messages to stderr. With `--json`, stdout has
 * one JSON object per line and nothing else. Everything is printed as plain text, so it may contain
 * names and messages that this program did not write.
 */
export interface Output {
  readonly json: boolean
  /** For people; silent with --json. One line: a line break in it is shown, not obeyed. */
  say(line: string): void
  /** A result: the lines for people, or the value as one JSON line. */
  result(lines: string | readonly string[], value: object): void
  fail(error: unknown): void
}

export function createOutput(json: boolean): Output {
  const line = (value: object): void => void process.stdout.write(`${plainJson(value)}\n`)
  return {
    json,
    say: (text) => {
      if (!json) process.stderr.write(`${plainLine(text)}\n`)
    },
    result: (lines, value) => {
      if (json) return line(value)
      for (const each of [lines].flat()) process.stdout.write(`${plainLine(each)}\n`)
    },
    fail: (error) => {
      if (json) line({ event: 'error', error: toReport(error) })
      for (const each of errorLines(error)) process.stderr.write(`${each}\n`)
    },
  }
}

/** What went wrong, and what to do on a line of its own: neither can push the other out of sight. */
function errorLines(error: unknown): string[] {
  const report = toReport(error)
  const { remedy: _below, ...what } = report
  const { remedy } = explain(report, 'en')
  const first = plainLine(`error: ${onOneLine(what, 'en')}`)
  return remedy === undefined ? [first] : [first, plainLine(remedy)]
}
