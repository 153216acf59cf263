import { toReport } from '../../contract/errors'
import { detailLines, explain, onOneLine } from '../../contract/notices'
import { plainJson, plainLine } from '../../contract/plain-text'

/**
 * A command's output: results go to stdout, all other messages to stderr. With `--json`, stdout has
 * one JSON object per line and nothing else. Everything is printed as plain text, so it may contain
 * names and messages that this program did not write.
 */
export interface Output {
  readonly json: boolean
  /**
   * A message for people; not printed with --json. Printed as one line: line breaks are escaped.
   */
  say(line: string): void
  /** A result: lines for people, or the value as one JSON line. */
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

/**
 * The message, the remedy and each detail on a line of its own, so that a long message does not hide
 * the remedy.
 */
function errorLines(error: unknown): string[] {
  const report = toReport(error)
  const { remedy: _below, ...what } = report
  const { remedy } = explain(report, 'en')
  const first = plainLine(`error: ${onOneLine(what, 'en')}`)
  const details = detailLines(report, 'en').map((line) => plainLine(`  ${line}`))
  return [first, ...(remedy === undefined ? [] : [plainLine(remedy)]), ...details]
}
