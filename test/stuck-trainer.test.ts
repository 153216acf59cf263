import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from './support/studio'
import { TRAINER } from './support/studio-host'

/*
 * A disk that never responds, here a pipe opened without the guard, blocks a thread forever.
 */

async function stuckTrainer() {
  const folder = temporaryFolder()
  const pipe = path.join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const preload = path.join(folder, 'stuck.cjs')
  const opening = `require('node:fs').open(${JSON.stringify(pipe)}, () => undefined)`
  fs.writeFileSync(preload, opening)
  const child = fork(TRAINER, [], { execArgv: ['--require', preload], stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  // It has started, and still answers messages.
  child.send({ id: 1, type: 'stop', body: {} })
  await once(child, 'message')
  return { child, exited }
}

it.runIf(process.platform !== 'win32')(
  'a trainer blocked in a read exits with its parent',
  async () => {
    const { child, exited } = await stuckTrainer()
    child.disconnect()
    expect((await exited)[1]).toBe('SIGKILL')
  },
)

it.runIf(process.platform !== 'win32').each(['SIGTERM', 'SIGHUP'] as const)(
  'a trainer blocked in a read exits on %s',
  async (signal) => {
    const { child, exited } = await stuckTrainer()
    child.kill(signal)
    expect((await exited)[1]).toBe(signal)
  },
)
