import fs from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeLauncher } from '../src/main/trainer/launch/launch-node'
import { TINY, cli, runsOf, startCli, trainTiny } from './support/cli'
import { eventWatch, studioIn, temporaryFolder, tinyConfig, tinyDataset } from './support/studio'
import { endless, open, stoppedRun, TRAINER } from './support/studio-host'

/** Saves often: a trainer that missed the deletion would soon recreate the folder. */
const often = { epochs: 100_000, checkpointInterval: 2, sampleInterval: 2 }

describe('a run whose folder is deleted or moved while it trains', () => {
  it.each(['deleted', 'moved', 'replaced'])('ends with an error and stays %s', async (how) => {
    const root = temporaryFolder()
    const { watch, next } = eventWatch()
    const config = tinyConfig(tinyDataset(root, 160), 'wasm', often)
    const { dir, session } = await studioIn(root).train(config, how, watch)
    await next(({ type }) => type === 'checkpoint')
    const aside = path.join(root, 'aside')
    fs.renameSync(dir, aside)
    if (how === 'deleted') fs.rmSync(aside, { recursive: true })
    if (how === 'replaced') fs.mkdirSync(dir)
    const outcome = await session.outcome
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'storage' } })
    expect('error' in outcome && outcome.error.problem?.code).toBe('runFolderGone')
    if (how === 'replaced') expect(fs.readdirSync(dir)).toEqual([])
    else expect(fs.existsSync(dir)).toBe(false)
  })

  it('disappears from the list in the studio', async () => {
    const root = temporaryFolder()
    const { call, waitForEvent, pastStep } = await open(root)
    const { id } = await call('runs.train', { name: 'gone', config: endless(root, often) })
    await pastStep(id, 3)
    const aside = path.join(root, 'aside')
    fs.renameSync(path.join(root, 'runs', id), aside)
    fs.rmSync(aside, { recursive: true })
    const { entry } = await waitForEvent('log', (event) => event.entry.code === 'failed')
    expect(entry.problem?.code).toBe('runFolderGone')
    await waitForEvent('runRemoved', (event) => event.id === id)
    expect(await call('runs.list', {})).toEqual({ runs: [], broken: [] })
  })
})

describe('a run that another host deletes while it starts', () => {
  it.each(['resume', 'train'])('fails to %s with an error that says so', async (how) => {
    const root = temporaryFolder()
    const other = await open(root)
    const trainer = nodeLauncher(TRAINER)
    let deleted: string[] = []
    const { call, waitForEvent } = await open(root, {
      launch: () => {
        deleted = fs.readdirSync(path.join(root, 'runs'))
        for (const id of deleted) {
          fs.renameSync(path.join(root, 'runs', id), path.join(root, `deleted-${id}`))
        }
        return trainer()
      },
    })
    const starting =
      how === 'train'
        ? call('runs.train', { name: 'gone', config: endless(root) })
        : stoppedRun(other, root).then(({ id }) => call('runs.resume', { id }))
    await expect(starting).rejects.toMatchObject({
      code: 'storage',
      problem: { code: 'runGoneAtStart' },
    })
    expect(deleted).toHaveLength(1)
    await waitForEvent('runRemoved', ({ id }) => id === deleted[0])
    expect(await call('runs.list', {})).toEqual({ runs: [], broken: [] })
  })
})

describe('a run folder without run.json', () => {
  it('can be deleted in the studio, and restored unchanged', async () => {
    const root = temporaryFolder()
    const ghost = path.join(root, 'runs', 'ghost', 'checkpoints')
    fs.mkdirSync(ghost, { recursive: true })
    const { call } = await open(root)
    expect((await call('runs.list', {})).broken).toMatchObject([{ id: 'ghost' }])
    const { entry } = await call('runs.delete', { id: 'ghost' })
    expect(await call('runs.list', {})).toEqual({ runs: [], broken: [] })
    expect(await call('runs.restore', { entry })).toBeNull()
    expect(fs.existsSync(ghost)).toBe(true)
    await expect(call('runs.delete', { id: 'gho' })).rejects.toMatchObject({ code: 'usage' })
  })

  it('is listed by the command line with a remedy', () => {
    const root = temporaryFolder()
    fs.mkdirSync(path.join(root, 'runs', 'ghost'), { recursive: true })
    const { code, stderr } = cli(root, 'runs')
    expect(code).toBe(0)
    expect(stderr).toContain('ghost')
    expect(stderr).toContain('Delete the folder')
  })
})

it('the command line exits with the storage code when the folder disappears', async () => {
  const root = temporaryFolder()
  const data = tinyDataset(root, 160)
  const flags = ['--epochs', '100000', '--checkpoint-interval', '2', '--sample-interval', '2']
  const child = startCli(root, 'train', '--json', '--data', data, ...TINY, ...flags)
  let stdout = ''
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (text) => {
      stdout += String(text)
      if (stdout.includes('"event":"checkpoint"')) resolve()
    }),
  )
  const runs = path.join(root, 'runs')
  fs.renameSync(runs, path.join(root, 'aside'))
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(code).toBe(5)
  expect(stdout).toContain('"code":"runFolderGone"')
  expect(fs.existsSync(runs)).toBe(false)
})

describe('a run that is deleted while its images are measured', () => {
  it('is deleted only on confirmation, and the command that measures says so', async () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '2').code).toBe(0)
    const id = runsOf(root)[0] ?? ''
    // Comparing this many images with each other takes minutes.
    const long = ['--net', 'pixels', '--metrics', 'recall', '--count', '100000', '--json']
    const child = startCli(root, 'evaluate', id, '--engine', 'wasm', ...long)
    const closed = new Promise((resolve) => child.on('close', resolve))
    let stdout = ''
    await new Promise<void>((resolve) =>
      child.stdout.on('data', (text) => {
        stdout += String(text)
        if (stdout.includes('"stage":"metric"')) resolve()
      }),
    )
    const { call } = await open(root)
    await expect(call('runs.delete', { id })).rejects.toMatchObject({
      ...{ code: 'usage', problem: { code: 'runIsMeasured' } },
    })
    const { entry } = await call('runs.delete', { id, measured: true })
    expect(await closed).toBe(5)
    expect(stdout).toContain('"code":"measuredRunGone"')
    expect(fs.existsSync(path.join(root, 'runs', id))).toBe(false)
    // The mark came back with the run, but nothing measures it any more.
    await call('runs.restore', { entry })
    await call('runs.delete', { id })
  })

  it('can be deleted at once if the process that measured it was killed', async () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '2').code).toBe(0)
    const id = runsOf(root)[0] ?? ''
    const dead = { nonce: '0'.repeat(32), pid: 2 ** 22 - 1, host: hostname() }
    const mark = path.join(root, 'runs', id, 'measuring-00000000.lock')
    fs.writeFileSync(mark, JSON.stringify({ ...dead, startedAt: new Date().toISOString() }))
    const { call } = await open(root)
    await call('runs.delete', { id })
  })
})
