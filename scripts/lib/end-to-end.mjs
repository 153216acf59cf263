import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { failedLine } from './test-summary.mjs'

/** @typedef {import('./test-summary.mjs').Counts} Counts */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * Finds a Chromium for the end-to-end tests: the one named in CHROMIUM_PATH, otherwise the first on
 * the PATH.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findChromium(env) {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => isExecutable(path))
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Counts the tests in Playwright's JSON report. A test that passed only on a retry counts as
 * failed.
 * @param {unknown} report
 * @returns {Counts}
 */
export function countEndToEnd(report) {
  const { stats } = /** @type {{ stats?: Record<string, number> }} */ (report ?? {})
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats ?? {}
  return { passed: expected, failed: unexpected + flaky, skipped }
}

/**
 * The part of Playwright's JSON report that names its tests.
 * @typedef {{ error?: { message?: string, stack?: string } }} Attempt
 * @typedef {{ projectName: string, status: string, results?: Attempt[] }} SpecTest
 * @typedef {{ title: string, file: string, tests?: SpecTest[] }} Spec
 * @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite
 */

/**
 * One line per test that failed, or passed only on a retry, with its error.
 * @param {unknown} report
 * @returns {string[]}
 */
export function failedEndToEnd(report) {
  const { specs = [], suites = [] } = /** @type {Suite} */ (report ?? {})
  const own = specs.flatMap(({ title, file, tests = [] }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results = [] }) => {
        const error = results.find((attempt) => attempt.error !== undefined)?.error
        const why = error?.stack ?? error?.message ?? ''
        return failedLine(`[${projectName}] ${file} > ${title}`, why)
      }),
  )
  return [...own, ...suites.flatMap(failedEndToEnd)]
}

/**
 * @param {Counts} a
 * @param {Counts} b
 * @returns {Counts}
 */
export function addCounts(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }
}
