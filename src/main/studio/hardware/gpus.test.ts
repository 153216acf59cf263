import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { tempDir } from '../../storage/testing/temp-dir'
import { Gpus } from './gpus'

/** A program in place of the driver's, which counts its calls. */
function driver(script: string): { program: string; calls: () => number } {
  const dir = tempDir()
  const program = path.join(dir, 'query')
  const log = path.join(dir, 'calls')
  fs.writeFileSync(program, `#!/bin/sh\necho "$@" >> ${log}\n${script}\n`, { mode: 0o755 })
  const calls = () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim().split('\n') : [])
  return { program, calls: () => calls().length }
}

it('reads every GPU, and null for what the driver does not report', async () => {
  const { program } = driver(
    'echo "NVIDIA H200, 37, 1024, 143771"; echo "A card, with a comma, [N/A], [N/A], 2048"',
  )
  expect(await new Gpus(program).sample()).toEqual([
    { name: 'NVIDIA H200', busy: 0.37, memoryUsed: 2 ** 30, memoryTotal: 143771 * 2 ** 20 },
    { name: 'A card, with a comma', busy: null, memoryUsed: null, memoryTotal: 2 ** 31 },
  ])
})

it('finds none without a driver, with one that fails or with one that writes nonsense', async () => {
  expect(await new Gpus(path.join(tempDir(), 'missing')).sample()).toEqual([])
  expect(await new Gpus(driver('echo "no devices"; exit 9').program).sample()).toEqual([])
  expect(await new Gpus(driver('echo; echo ,,,').program).sample()).toEqual([])
})

it('does not ask again after a failure', async () => {
  const { program, calls } = driver('exit 1')
  const gpus = new Gpus(program)
  await gpus.sample()
  await gpus.sample()
  expect(calls()).toBe(1)
})
