import { stripVTControlCharacters } from 'node:util'

/**
 * The part of Vitest's JSON report that the summary needs.
 * @typedef {{ status: string, fullName?: string, failureMessages?: string[] | null }} TestResult
 * @typedef {{ name?: string, status: string, message?: string, assertionResults?: TestResult[] }} FileResult
 * @typedef {{ testResults?: FileResult[] }} Report
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * @param {unknown} report
 * @returns {Counts}
 */
export function countTests(report) {
  const files = /** @type {Report | undefined} */ (report)?.testResults ?? []
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults = [] } of files) {
    const failedBefore = counts.failed
    for (const test of assertionResults) {
      if (test.status === 'passed') counts.passed++
      else if (test.status === 'failed') counts.failed++
      else counts.skipped++
    }
    // A file that failed to load, or whose hooks threw, has no failed test to count.
    if (status === 'failed' && counts.failed === failedBefore) counts.failed++
  }
  return counts
}

/**
 * One line per failed test with its error, for the end of a long log.
 * @param {unknown} report
 * @param {string} root files are named relative to this folder
 * @returns {string[]}
 */
export function failedTests(report, root) {
  const files = /** @type {Report | undefined} */ (report)?.testResults ?? []
  return files.flatMap(({ name = '', status, message = '', assertionResults = [] }) => {
    const file = name.startsWith(root) ? name.slice(root.length).replace(/^[\\/]/, '') : name
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [failedLine(file, message)]
    return failed.map((test) =>
      failedLine(`${file} > ${test.fullName ?? ''}`, test.failureMessages?.[0] ?? ''),
    )
  })
}

const MOST_CHARACTERS = 300

/**
 * One line with the error's message, including the values compared, and the place of the test that
 * raised it.
 * @param {string} test
 * @param {string} why the error's stack, or its message
 */
export function failedLine(test, why) {
  const lines = stripVTControlCharacters(why).split('\n')
  const stack = lines.findIndex((line) => /^\s+at |^Call log:/i.test(line))
  const message = lines.slice(0, stack === -1 ? undefined : stack).map((line) => line.trim())
  const reason = message.filter(Boolean).join(' ').slice(0, MOST_CHARACTERS)
  const place = lines
    .map((line) => /^\s+at .*?([\w.-]+\.(?:test|spec)\.ts:\d+):\d+\)?$/.exec(line)?.[1])
    .find((found) => found !== undefined)
  return `failed: ${test}: ${reason || 'no reason given'}${place === undefined ? '' : ` (${place})`}`
}

/** @param {Counts} counts */
export function summaryLine({ passed, failed, skipped }) {
  return `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`
}

/**
 * Fails if no test ran: the filter or configuration is then wrong.
 * @param {Counts} counts
 * @param {number} code Vitest's exit code
 */
export function testExitCode({ passed, failed }, code) {
  return code === 0 && (failed > 0 || passed === 0) ? 1 : code
}
