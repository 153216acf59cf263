// node scripts/test.mjs: sets up whatever is missing, then runs every test, unit and end to end.
// With arguments it passes them to vitest and runs the unit tests only.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeFlag } from './lib/args.mjs'
import { addCounts, countEndToEnd, failedEndToEnd, findChromium } from './lib/end-to-end.mjs'
import { readJson } from './lib/files.mjs'
import { handOver } from './lib/proc.mjs'
import { countTests, failedTests, summaryLine, testExitCode } from './lib/test-summary.mjs'
import { runMain, say } from './lib/ui.mjs'
import { BuildError, ensureReady, ROOT } from './setup.mjs'

await runMain(async () => {
  const { present, rest } = takeFlag(process.argv.slice(2), '--retry-engine')
  /** @type {string[]} */
  const times = []
  const built = await timed('setup', times, () => prepare(present))
  const folder = mkdtempSync(join(tmpdir(), 'gan-studio-tests-'))
  try {
    const report = join(folder, 'report.json')
    const unitCode = await timed('unit and program tests', times, () => vitest(rest, report))
    const failed = failedTests(readJson(report), ROOT)
    let counts = countTests(readJson(report))
    let code = testExitCode(counts, built ? unitCode : unitCode || 1)
    if (rest.length === 0) {
      const endToEndReport = join(folder, 'end-to-end.json')
      const endToEnd = await timed('end-to-end tests', times, () => playwright(endToEndReport))
      counts = addCounts(counts, endToEnd.counts)
      failed.push(...endToEnd.failed)
      code ||= endToEnd.code
    }
    console.log(`times: ${times.join(', ')}`)
    for (const line of failed) console.log(line)
    console.log(summaryLine(counts))
    return code
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/**
 * @template T
 * @param {string} what
 * @param {string[]} times receives how long it took
 * @param {() => Promise<T>} work
 */
async function timed(what, times, work) {
  const start = performance.now()
  const result = await work()
  times.push(`${what} ${Math.round((performance.now() - start) / 1000)} s`)
  return result
}

/**
 * Prepares the tests; returns false if the build failed. The tests then still run, since their
 * results help to fix it.
 * @param {boolean} retryEngine
 */
async function prepare(retryEngine) {
  try {
    await ensureReady({ retryEngine })
    return true
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    say(`${error.message} Running the tests anyway.`)
    return false
  }
}

/** @param {string[]} args @param {string} report */
function vitest(args, report) {
  const tool = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return handOver(process.execPath, [tool, 'run', ...reporters, ...args], { cwd: ROOT })
}

/** @param {string} report */
async function playwright(report) {
  const chromium = findChromium(process.env)
  if (chromium === undefined) {
    say(
      'The end-to-end tests did not run: no Chromium was found. Install one (Debian: ' +
        'apt-get install chromium), or set CHROMIUM_PATH to one.',
    )
    return { counts: { passed: 0, failed: 0, skipped: 0 }, failed: [], code: 0 }
  }
  const tool = join(ROOT, 'node_modules/@playwright/test/cli.js')
  const args = [tool, 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json']
  const env = {
    ...process.env,
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  }
  const code = await handOver(process.execPath, args, { cwd: ROOT, env })
  const result = readJson(report)
  const counts = countEndToEnd(result)
  return { counts, failed: failedEndToEnd(result), code: testExitCode(counts, code) }
}
