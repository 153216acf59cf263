import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/support/studio'
import { acquireRunLock } from '../../storage/locks/lock'
import { createRun, updateRun } from '../../storage/runs/runs'
import { someConfig } from '../../storage/testing/samples-of-data'
import { withSession } from '../runs/session-record'
import { Studio } from '../studio'
import { anyTrains } from './any-trains'

const engine = { name: 'cpu', version: '1', device: 'cpu', threads: 1 } as const
const started: unknown[] = []
const measuring = (root: string): Promise<void> => {
  const launch = (): never => {
    started.push(root)
    throw new Error('must not measure')
  }
  return new Studio({ root, datasetsDirs: [], launch }).measureAgain()
}

const newRun = (root: string) =>
  createRun(root, { name: 'a run', config: someConfig, now: new Date() })

it.each(['starting', 'running', 'paused', 'unreadable'] as const)(
  'a run that is %s counts as training until it is over',
  async (state) => {
    const root = temporaryFolder()
    await newRun(root)
    const { dir } = await newRun(root)
    expect(await anyTrains(root)).toBe(false)
    const lock = await acquireRunLock(dir)
    if (state === 'unreadable') fs.writeFileSync(path.join(dir, 'run.json'), '{')
    else if (state !== 'starting') {
      await updateRun(dir, (run) => ({ ...withSession(run, { fromStep: 0, engine }), state }))
    }
    expect(await anyTrains(root)).toBe(true)
    await expect(measuring(root)).rejects.toMatchObject({
      code: 'usage',
      problem: { code: 'measureWhileTraining' },
    })
    expect(started).toEqual([])
    await lock.release()
    expect(await anyTrains(root)).toBe(false)
  },
)

it('the machine is not measured if the result cannot be saved', async () => {
  const root = temporaryFolder()
  fs.writeFileSync(path.join(root, 'cache'), '')
  await expect(measuring(root)).rejects.toMatchObject({
    code: 'storage',
    where: path.join(root, 'cache'),
  })
  expect(started).toEqual([])
})
