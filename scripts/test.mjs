// node scripts/test.mjs [vitest options]: sets up whatever is missing, then runs the unit tests.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeFlag } from './lib/args.mjs'
import { readJson } from './lib/files.mjs'
import { handOver } from './lib/proc.mjs'
import { countTests, summaryLine, testExitCode } from './lib/test-summary.mjs'
import { runMain, say } from './lib/ui.mjs'
import { BuildError, ensureReady, ROOT } from './setup.mjs'

await runMain(async () => {
  const { present, rest } = takeFlag(process.argv.slice(2), '--retry-engine')
  const built = await prepare(present)
  const folder = mkdtempSync(join(tmpdir(), 'gan-studio-tests-'))
  try {
    const report = join(folder, 'report.json')
    const code = await vitest(rest, report)
    const counts = countTests(readJson(report))
    console.log(summaryLine(counts))
    return testExitCode(counts, built ? code : code || 1)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/**
 * A build that fails is a failure, but no reason to keep the tests' results from whoever mends it.
 * @param {boolean} retryEngine
 */
async function prepare(retryEngine) {
  try {
    await ensureReady({ retryEngine })
    return true
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    say(`${error.message} The tests run all the same.`)
    return false
  }
}

/** @param {string[]} args @param {string} report */
function vitest(args, report) {
  const tool = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return handOver(process.execPath, [tool, 'run', ...reporters, ...args], { cwd: ROOT })
}
