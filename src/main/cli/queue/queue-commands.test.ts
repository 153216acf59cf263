import fs from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { queueFile } from '../../storage/queue/queue-document'
import { createRun } from '../../storage/runs/runs'
import { tempDir } from '../../storage/testing/temp-dir'
import { Studio } from '../../studio/studio'
import type { CommandContext } from '../context'
import { createOutput } from '../output'
import { runProgram } from '../program'

afterEach(() => void vi.restoreAllMocks())

async function folder(...names: string[]) {
  const root = tempDir()
  const studio = new Studio({
    ...{ root, datasetsDirs: ['resources/datasets'], measure: false },
    launch: () => expect.fail('nothing trains here'),
  })
  const config = { dataset: 'mnist', engine: 'cpu' as const, threads: 1 }
  const runs: string[] = []
  for (const name of names) {
    const asked = { ...config, hyperparameters: presets.reference }
    const { run } = await createRun(root, { name, config: asked, now: new Date() })
    await studio.queue.add(run.id, {})
    runs.push(run.id)
  }
  const codes: number[] = []
  const context: CommandContext = {
    output: () => createOutput(false),
    studio: () => studio,
    dataFolder: () => root,
    torchScript: '',
    serve: () => expect.fail('nothing is served'),
    runQueue: ({ watch }) => Promise.resolve(watch ? 7 : 0),
    exit: (code) => void codes.push(code),
  }
  /** Runs `queue`; returns what it prints. */
  const queue = async (...argv: string[]): Promise<string> => {
    let printed = ''
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => (printed += String(text)) !== '')
    }
    await runProgram(['queue', ...argv], '1.2.3', context, () => undefined)
    return printed
  }
  const order = async () => (await studio.queue.read()).jobs.map(({ run }) => run)
  return { root, studio, runs, codes, queue, order }
}

it('moves and removes runs', async () => {
  const { runs, queue, order } = await folder('a', 'b', 'c')
  const [a = '', b = '', c = ''] = runs
  await queue('move', c, '--top')
  expect(await order()).toEqual([c, a, b])
  await queue('move', 'c', '--down')
  expect(await order()).toEqual([a, c, b])
  await queue('move', b, '--up')
  expect(await order()).toEqual([a, b, c])
  await queue('move', a, '--to', '3')
  expect(await order()).toEqual([b, c, a])
  expect(await queue('cancel', c)).toContain(`Removed ${c}`)
  expect(await order()).toEqual([b, a])
})

it('lists places, names and states, and says whether the queue is paused', async () => {
  const { runs, queue } = await folder('first', 'second')
  const [first = ''] = runs
  expect(await queue('list')).toMatch(new RegExp(`1 +${first} +first +waiting +0`))
  expect(await queue('pause')).toContain('paused; at once: auto; no program is training it')
  expect(await queue('at-once', '3')).toContain('paused; at once: 3')
  expect(await queue('resume')).toContain('active; at once: 3')
  expect(await queue('at-once', 'auto')).toContain('at once: auto')
})

it('adds an existing run with the flags of resume', async () => {
  const { runs, queue, studio } = await folder('a')
  const [a = ''] = runs
  await queue('cancel', a)
  const flags = ['--epochs', '80', '--engine', 'wasm', '--threads', '2', '--from-start']
  expect(await queue('add', a, ...flags)).toContain('at place 1.')
  const options = { epochs: 80, engine: 'wasm', threads: 2, fromStart: true }
  expect((await studio.queue.read()).jobs).toMatchObject([{ run: a, options }])
})

it('adds a new run with the flags of train, without training it', async () => {
  const { queue, studio, order } = await folder()
  expect(await queue('add', '--epochs', '3', '--engine', 'cpu', '--name', 'new')).toContain('Added')
  const { runs } = await studio.listRuns()
  expect(runs).toMatchObject([{ run: { name: 'new', state: 'created', sessions: [] } }])
  expect(runs[0]?.run.config.hyperparameters.epochs).toBe(3)
  expect(await order()).toEqual(runs.map(({ run }) => run.id))
})

it.each([
  [['move', 'a'], 'give --to, --up, --down or --top'],
  [['retry'], 'give either a run or --failed'],
  [['retry', 'a'], 'has not failed'],
  [['at-once', '17'], 'from 1 to 16'],
  [['at-once', 'many'], 'must be auto or'],
  [['add', 'a'], 'already in the queue'],
  [['add', 'a', '--batch-size', '8'], '--batch-size applies to new runs only'],
  [['add', '--from-start'], '--from-start needs a run'],
])('%j is refused and changes nothing', async (args, message) => {
  const { root, queue } = await folder('a')
  const before = fs.readFileSync(queueFile(root), 'utf8')
  await expect(queue(...args)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(message) as unknown,
  })
  expect(fs.readFileSync(queueFile(root), 'utf8')).toBe(before)
})

it('run trains the queue and passes its exit code on', async () => {
  const { queue, codes } = await folder()
  await queue('run')
  await queue('run', '--watch')
  expect(codes).toEqual([0, 7])
})
