import fs from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ImportRequest, ImportSummary } from '../../../contract/datasets/import'
import { preparationSchema } from '../../../contract/datasets/preparation'
import { problemError, toReport } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { failureOf } from '../../../contract/testing/failure-of'
import { journalFile, stagingDirectory } from '../../storage/datasets/paths'
import { whileStaged } from '../../storage/datasets/staging'
import { tempDir } from '../../storage/testing/temp-dir'
import { writePrepared } from '../../storage/testing/prepared'
import type { ChildHandle } from '../../trainer/launch/trainer-process'
import { Imports } from './imports'

/** A child process whose end and replies the test decides. */
class FakeChild implements ChildHandle {
  readonly pid = undefined
  private readonly asked: { id: number }[] = []
  private message: (message: unknown) => void = () => undefined
  private exit: Parameters<ChildHandle['onExit']>[0] = () => undefined
  /** Called when it is to be killed, before it ends. */
  onKill: () => void = () => undefined

  post = (message: unknown): void => void this.asked.push(message as { id: number })
  onMessage = (handle: (message: unknown) => void): void => void (this.message = handle)
  onExit = (handle: Parameters<ChildHandle['onExit']>[0]): void => void (this.exit = handle)
  kill = (): void => {
    this.onKill()
    this.exit({ code: null, signal: 'SIGKILL' })
  }

  fail(error: StudioError): void {
    this.message({ kind: 'error', id: this.asked[0]?.id, error: toReport(error) })
  }

  finish(name: string): void {
    this.message({ kind: 'reply', id: this.asked[0]?.id, body: { id: name } })
  }
}

let datasetsDir: string
let children: FakeChild[]
let ended: (string | null)[]
let changes: ImportSummary[]
let imports: Imports
beforeEach(() => {
  datasetsDir = join(tempDir(), 'datasets')
  children = []
  ended = []
  changes = []
  imports = new Imports({
    datasetsDir,
    launch: () => {
      const child = new FakeChild()
      children.push(child)
      return child
    },
    onChange: (summary) => changes.push(summary),
    onEnded: (_, dataset) => ended.push(dataset),
  })
})

const request: ImportRequest = {
  source: { path: '/pictures', options: {} },
  preparation: preparationSchema.parse({ imageSize: 4, channels: 1 }),
  name: 'Cats',
}
const start = (): Promise<ImportSummary> => imports.start(request)
const child = (): FakeChild => children.at(-1) as FakeChild

/** Turns the staging folder into a data set, as the child does at the end. */
function publish(): void {
  fs.rmSync(stagingDirectory(datasetsDir, 'cats'), { recursive: true })
  writePrepared(datasetsDir, 'cats', { count: 3, size: 4 })
}

async function interrupt(): Promise<void> {
  child().kill()
  await vi.waitUntil(() => changes.at(-1)?.state === 'interrupted')
}

it.each(['', '\u202e', 'two\nlines', 'x'.repeat(121)])(
  'an import with the name %j is refused',
  async (name) => {
    const started = imports.start({ ...request, name })
    await expect(started).rejects.toMatchObject({ code: 'usage', where: 'title' })
    expect(children).toHaveLength(0)
    expect(await imports.list()).toEqual([])
  },
)

describe('continuing', () => {
  it('twice at the same time begins one process; the other call says that it runs', async () => {
    await start()
    await interrupt()
    const results = await Promise.allSettled([imports.continue('cats'), imports.continue('cats')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { problem: { code: 'importRunning' } },
    })
    expect(children).toHaveLength(2)
    expect(await imports.list()).toMatchObject([{ id: 'cats', state: 'running' }])
    child().finish('cats')
    await vi.waitUntil(() => ended.length > 0)
    expect(ended).toEqual(['cats'])
  })

  it('is possible if only the last renaming is left', async () => {
    const staging = stagingDirectory(datasetsDir, 'cats')
    await start()
    await interrupt()
    await rm(staging, { recursive: true })
    await rename(writePrepared(datasetsDir, 'x', { count: 3, size: 4, name: 'Cats' }), staging)
    expect(await imports.list()).toMatchObject([{ id: 'cats', state: 'interrupted' }])
    const again = new Imports({ datasetsDir, launch: () => new FakeChild() })
    expect(await again.list()).toMatchObject([
      { id: 'cats', name: 'Cats', state: 'interrupted', progress: { done: 3, stored: 3 } },
    ])
    expect(await again.continue('cats')).toMatchObject({ state: 'running' })
    await again.close()
  })

  it('is refused for a damaged journal, which spoils no other import and can be cancelled', async () => {
    await start()
    await start()
    await interrupt()
    await writeFile(journalFile(stagingDirectory(datasetsDir, 'cats')), '{"schemaVersion":1,')
    const again = new Imports({ datasetsDir, launch: () => new FakeChild() })
    expect(await again.list()).toMatchObject([
      {
        id: 'cats',
        state: 'failed',
        error: { code: 'data', problem: { code: 'importUnreadable' } },
      },
      { id: 'cats-2', state: 'interrupted', error: null },
    ])
    const error = await failureOf(() => again.continue('cats'))
    expect(error.problem?.code).toBe('importUnreadable')
    await again.cancel('cats')
    expect(await again.list()).toMatchObject([{ id: 'cats-2' }])
  })
})

describe('an import that another process has begun', () => {
  const running = problemError('usage', 'importRunning', { id: 'cats' })

  it('just before this process does is shown as running, not as failed', async () => {
    await start()
    const there = async () => {
      child().fail(running)
      await vi.waitUntil(() => changes.length > 1)
      expect(changes.map(({ state, error }) => [state, error])).toEqual([
        ['running', null],
        ['running', null],
      ])
      expect((await failureOf(() => imports.continue('cats'))).problem?.code).toBe('importRunning')
    }
    await whileStaged(datasetsDir, 'cats', there, 0)
    expect(await imports.list()).toMatchObject([{ id: 'cats', state: 'interrupted', error: null }])
    expect(ended).toEqual([])
  })

  it.each(['completed', 'cancelled'])(
    'and %s in the meantime is not shown as failed',
    async (how) => {
      await start()
      if (how === 'completed') publish()
      else await rm(stagingDirectory(datasetsDir, 'cats'), { recursive: true })
      child().fail(running)
      await vi.waitUntil(() => ended.length > 0)
      expect(ended).toEqual([how === 'completed' ? 'cats' : null])
      expect(changes.map(({ state }) => state)).toEqual(['running'])
      expect(await imports.list()).toEqual([])
    },
  )

  it('replaces a failed import of the same id here', async () => {
    await start()
    child().fail(problemError('data', 'importUnreadable', { why: '' }))
    await vi.waitUntil(() => changes.at(-1)?.state === 'failed')
    const there = async () => {
      expect(await imports.list()).toMatchObject([{ state: 'running', error: null }])
    }
    await whileStaged(datasetsDir, 'cats', there, 0)
    expect(await imports.list()).toMatchObject([{ state: 'interrupted', error: null }])
  })
})

it('an import that another process removes after it failed here leaves its id to a new one', async () => {
  await start()
  child().fail(problemError('data', 'importUnreadable', { why: '' }))
  await vi.waitUntil(() => changes.at(-1)?.state === 'failed')
  await rm(stagingDirectory(datasetsDir, 'cats'), { recursive: true })
  expect(await imports.list()).toEqual([])
  const elsewhere = new Imports({ datasetsDir, launch: () => new FakeChild() })
  expect(await elsewhere.start(request)).toMatchObject({ id: 'cats' })
  await elsewhere.close()
  expect(await imports.list()).toMatchObject([{ id: 'cats', state: 'interrupted', error: null }])
})

describe('cancelling', () => {
  it('twice at the same time removes it once, and both calls succeed', async () => {
    await start()
    await Promise.all([imports.cancel('cats'), imports.cancel('cats')])
    expect(ended).toEqual([null])
    expect(fs.readdirSync(datasetsDir)).toEqual([])
    expect((await failureOf(() => imports.cancel('cats'))).problem?.code).toBe('importUnknown')
  })

  it.each(['has replied', 'has not replied yet'])(
    'an import that became a data set at that moment, and %s, says that it is complete',
    async (when) => {
      await start()
      child().onKill = () => {
        publish()
        if (when === 'has replied') child().finish('cats')
      }
      const error = await failureOf(() => imports.cancel('cats'))
      expect(error.problem?.code).toBe('importUnknown')
      expect(ended).toEqual(['cats'])
      expect(fs.readdirSync(datasetsDir)).toEqual(['cats'])
      expect(await imports.list()).toEqual([])
    },
  )
})

it('an import whose process dies after the last renaming has become a data set', async () => {
  await start()
  child().onKill = publish
  child().kill()
  await vi.waitUntil(() => ended.length > 0)
  expect(ended).toEqual(['cats'])
  expect(changes.map(({ state }) => state)).toEqual(['running'])
})
