import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { takeFlag } from '../../scripts/lib/args.mjs'
import { exitCodeOf } from '../../scripts/lib/proc.mjs'
import {
  countTests,
  failedTests,
  summaryLine,
  testExitCode,
} from '../../scripts/lib/test-summary.mjs'

const proc = pathToFileURL(fileURLToPath(new URL('../../scripts/lib/proc.mjs', import.meta.url)))

const wrapperOf = (child: string) => `
  import { handOver } from ${JSON.stringify(proc.href)}
  process.exitCode = await handOver(process.execPath, ['-e', ${JSON.stringify(child)}])`

/** Runs `handOver` around a child script, in a separate process that can be sent signals. */
function wrap(child: string) {
  const wrapper = wrapperOf(child)
  return spawn(process.execPath, ['--input-type=module', '-e', wrapper], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

test('the exit code of the command is passed on', async () => {
  const [code] = await once(wrap('process.exit(7)'), 'close')
  expect(code).toBe(7)
})

test('SIGTERM is forwarded to the command, which may handle it and choose its exit code', async () => {
  const wrapper = wrap(`
    process.on('SIGTERM', () => { console.log('saved'); process.exit(3) })
    setTimeout(() => {}, 30_000); console.log('up')`)
  await once(wrapper.stdout, 'data')
  wrapper.kill('SIGTERM')
  const [[text], [code]] = await Promise.all([
    once(wrapper.stdout.setEncoding('utf8'), 'data'),
    once(wrapper, 'close'),
  ])
  expect(text).toBe('saved\n')
  expect(code).toBe(3)
})

test.skipIf(process.platform === 'win32')(
  'the command is stopped when npm has ended, whose shell does not forward SIGTERM',
  async () => {
    const wrapper = wrapperOf(`
      process.on('SIGTERM', () => { console.log('saved'); process.exit() })
      setTimeout(() => {}, 30_000); console.log('up')`)
    // A shell with another command to run waits for this one instead of becoming it.
    const shell = spawn('sh', ['-c', '"$NODE" --input-type=module -e "$WRAPPER"; true'], {
      env: {
        ...process.env,
        npm_lifecycle_event: 'serve',
        NODE: process.execPath,
        WRAPPER: wrapper,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    shell.stdout.setEncoding('utf8')
    await once(shell.stdout, 'data')
    shell.kill('SIGTERM')
    expect(await once(shell.stdout, 'data')).toEqual(['saved\n'])
    await once(shell, 'close')
  },
)

test('Ctrl-C is not forwarded, since the terminal has sent it to the command, and the wrapper waits', async () => {
  const wrapper = wrap(`
    process.on('SIGINT', () => console.log('interrupted twice'))
    process.on('SIGTERM', () => process.exit(5))
    setTimeout(() => {}, 30_000); console.log('up')`)
  let text = ''
  wrapper.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
  await once(wrapper.stdout, 'data')
  // A process handles its signals in order: SIGINT has been handled when SIGTERM ends it.
  wrapper.kill('SIGINT')
  wrapper.kill('SIGTERM')
  const [code] = await once(wrapper, 'close')
  expect(code).toBe(5)
  expect(text).toBe('up\n')
})

test('death by a signal becomes the exit code that shells use', () => {
  expect(exitCodeOf(null, 'SIGINT')).toBe(130)
  expect(exitCodeOf(null, 'SIGTERM')).toBe(143)
  expect(exitCodeOf(4, null)).toBe(4)
})

test('a flag of the launcher is removed, except after --', () => {
  expect(takeFlag(['--retry-engine', 'train'], '--retry-engine')).toEqual({
    present: true,
    rest: ['train'],
  })
  const untouched = ['train', '--', '--retry-engine']
  expect(takeFlag(untouched, '--retry-engine')).toEqual({ present: false, rest: untouched })
})

const files = (...statuses: string[]) => ({
  status: statuses.includes('failed') ? 'failed' : 'passed',
  assertionResults: statuses.map((status) => ({ status })),
})

test('tests are counted by outcome', () => {
  const report = { testResults: [files('passed', 'failed'), files('passed', 'pending', 'todo')] }
  expect(summaryLine(countTests(report))).toBe('tests: 2 passed, 1 failed, 2 skipped')
})

test('a file that could not be loaded counts as a failure', () => {
  const report = { testResults: [files('passed'), { status: 'failed', assertionResults: [] }] }
  expect(countTests(report)).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

test('failed tests are listed with file, message and line', () => {
  const message = 'Error: not equal\n\nExpected: 1\nReceived: 2\n\nCall log:\n  - waiting'
  const stack = '    at equal (/x/node_modules/y.js:1:2)\n    at /repo/test/a.test.ts:12:3'
  const failureMessages = [`${message}\n${stack}`]
  const failed = { status: 'failed', fullName: 'a sum is right', failureMessages }
  const report = {
    testResults: [
      { name: '/r/test/a.test.ts', status: 'failed', assertionResults: [failed] },
      { name: '/r/test/b.test.ts', status: 'failed', message: 'no such module' },
      { name: '/r/test/c.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  }
  expect(failedTests(report, '/r')).toEqual([
    'failed: test/a.test.ts > a sum is right: Error: not equal Expected: 1 Received: 2 (a.test.ts:12)',
    'failed: test/b.test.ts: no such module',
  ])
  expect(failedTests(undefined, '/r')).toEqual([])
})

test('a run without passed tests is not a success', () => {
  expect(testExitCode(countTests(undefined), 0)).toBe(1)
  expect(testExitCode({ passed: 0, failed: 0, skipped: 9 }, 0)).toBe(1)
  expect(testExitCode({ passed: 3, failed: 0, skipped: 0 }, 0)).toBe(0)
  expect(testExitCode({ passed: 3, failed: 0, skipped: 0 }, 130)).toBe(130)
})
