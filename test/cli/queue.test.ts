import fs from 'node:fs'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { queueFile } from '../../src/main/storage/queue/queue-document'
import { cli, runsOf, startCli, tinyTraining, TINY } from '../support/cli'
import { temporaryFolder, tinyDataset } from '../support/studio'

/* The queue on the command line. */

const tiny = (root: string, ...args: string[]): string[] => {
  const [, ...flags] = tinyTraining(root, ...args)
  return ['queue', 'add', ...flags]
}

interface Listed {
  jobs: { run: string; state: string; attempt: number; options: object; error: unknown }[]
  paused: boolean
  atOnce: unknown
}
const listed = (root: string): Listed =>
  JSON.parse(cli(root, 'queue', 'list', '--json').stdout) as Listed
const runs = (root: string): string[] => listed(root).jobs.map(({ run }) => run)

/** Adds a run. @returns its id */
function add(root: string, ...args: string[]): string {
  const { code, stdout, stderr } = cli(root, ...tiny(root, '--json', ...args))
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return (JSON.parse(stdout) as { run: string }).run
}

const stateOf = (root: string, id: string): unknown => {
  const text = fs.readFileSync(path.join(root, 'runs', id, 'run.json'), 'utf8')
  return (JSON.parse(text) as { state: unknown }).state
}

it('runs are added, moved, cancelled and trained, in order', () => {
  const root = temporaryFolder()
  const [a, b, c] = ['a', 'b', 'c'].map((name) => add(root, '--name', name, '--epochs', '1'))
  if (a === undefined || b === undefined || c === undefined) throw new Error('not added')
  expect(runs(root)).toEqual([a, b, c])
  expect(cli(root, 'queue', 'move', c, '--top').code).toBe(0)
  expect(runs(root)).toEqual([c, a, b])
  expect(cli(root, 'queue', 'move', c, '--down').code).toBe(0)
  expect(runs(root)).toEqual([a, c, b])
  expect(cli(root, 'queue', 'cancel', a).code).toBe(0)
  expect(stateOf(root, a)).toBe('created')
  expect(cli(root, 'runs').stdout.match(/queued/g)).toHaveLength(2)

  const { code, stdout } = cli(root, 'queue', 'run', '--json')
  expect(code).toBe(0)
  const ended = stdout
    .split('\n')
    .filter((line) => line.includes('"ended"'))
    .map((line) => (JSON.parse(line) as { run: string }).run)
  expect(ended).toEqual([c, b])
  expect([c, b].map((id) => stateOf(root, id))).toEqual(['finished', 'finished'])
  expect(runs(root)).toEqual([])
  // An existing run continues as with `resume`.
  expect(cli(root, 'queue', 'add', c, '--epochs', '2').code).toBe(0)
  expect(listed(root).jobs[0]?.options).toEqual({ epochs: 2 })
  expect(cli(root, 'queue', 'run').code).toBe(0)
  expect(cli(root, 'runs').stdout).toContain('20')
})

it('a failed run stays with its reason and can be retried, and the queue continues', () => {
  const root = temporaryFolder()
  const own = path.join(root, 'own')
  fs.cpSync(tinyDataset(root, 160), own, { recursive: true })
  const broken = add(root, '--data', own, '--epochs', '1')
  const sound = add(root, '--epochs', '1')
  fs.renameSync(own, `${own}-away`)
  const { code, stderr } = cli(root, 'queue', 'run')
  expect(code).toBe(1)
  expect(stderr).toContain(own)
  expect(stateOf(root, sound)).toBe('finished')
  expect(listed(root).jobs).toMatchObject([
    { run: broken, state: 'failed', error: { code: 'data' } },
  ])
  fs.renameSync(`${own}-away`, own)
  expect(cli(root, 'queue', 'retry', '--failed').code).toBe(0)
  expect(cli(root, 'queue', 'run').code).toBe(0)
  expect(stateOf(root, broken)).toBe('finished')
})

it('a run whose program is killed continues in the next one, from its last checkpoint', async () => {
  const root = temporaryFolder()
  const often = ['--checkpoint-interval', '5', '--sample-interval', '1000']
  const id = add(root, '--epochs', '100000', ...often)
  const folder = path.join(root, 'runs', id, 'checkpoints')
  const child = startCli(root, 'queue', 'run')
  await vi.waitUntil(() => fs.readdirSync(folder).filter((name) => /^\d+$/.test(name)).length > 1, {
    timeout: 60_000,
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  child.kill('SIGKILL')
  await ended
  expect(listed(root).jobs).toMatchObject([{ run: id, state: 'waiting', attempt: 1 }])

  const next = startCli(root, 'queue', 'run', '--json')
  let stdout = ''
  await new Promise<void>((resolve) =>
    next.stdout.on('data', (text) => {
      stdout += String(text)
      if (stdout.includes('"started"')) resolve()
    }),
  )
  const { sessions } = JSON.parse(
    fs.readFileSync(path.join(root, 'runs', id, 'run.json'), 'utf8'),
  ) as { sessions: { fromStep: number }[] }
  expect(sessions.length).toBe(2)
  expect(sessions[1]?.fromStep).toBeGreaterThan(0)
  const saved = new Promise((resolve) => next.on('close', resolve))
  next.kill('SIGINT')
  await saved
  // It was saved, and waits again.
  expect(listed(root).jobs).toMatchObject([{ run: id, state: 'waiting', attempt: 2 }])
})

it.each([
  [['queue', 'move', 'latest'], '--top'],
  [['queue', 'retry'], '--failed'],
  [['queue', 'at-once', '17'], 'from 1 to 16'],
  [['queue', 'at-once', 'many'], 'auto'],
  [['queue', 'add', 'latest', '--batch-size', '8'], '--batch-size applies to new runs only'],
  [['queue', 'add', '--from-start'], '--from-start needs a run'],
  [['queue', 'cancel', 'latest'], 'not in the queue'],
])('%j is refused with exit code 2, and changes nothing', (args, message) => {
  const root = temporaryFolder()
  const id = add(root, '--epochs', '1')
  if (args.includes('cancel')) cli(root, 'queue', 'cancel', id)
  const before = fs.readFileSync(queueFile(root), 'utf8')
  const { code, stderr } = cli(root, ...args)
  expect(stderr).toContain(message)
  expect(code).toBe(2)
  expect(fs.readFileSync(queueFile(root), 'utf8')).toBe(before)
  expect(runsOf(root)).toEqual([id])
})

it('a paused queue trains nothing and says so; the number of runs at once is kept', () => {
  const root = temporaryFolder()
  const id = add(root, '--epochs', '1')
  cli(root, 'queue', 'pause')
  cli(root, 'queue', 'at-once', '3')
  const { code, stderr } = cli(root, 'queue', 'run')
  expect(code).toBe(0)
  expect(stderr).toContain('The queue is paused')
  expect(stateOf(root, id)).toBe('created')
  expect(listed(root)).toMatchObject({ paused: true, atOnce: 3 })
  expect(cli(root, 'queue', 'resume').stdout).toContain('at once: 3')
  expect(listed(root).paused).toBe(false)
})

it('a run with settings that this machine can never train is refused, and not created', () => {
  const root = temporaryFolder()
  const [, ...flags] = tinyTraining(root)
  const args = flags.filter((each) => !TINY.includes(each))
  const large = ['--architecture', 'dcgan', '--image-size', '256', '--base-width', '256']
  const { code, stderr } = cli(root, 'queue', 'add', ...args, '--engine', 'wasm', ...large)
  expect(stderr).toContain('The wasm engine would need')
  expect(code).toBe(2)
  expect(runsOf(root)).toEqual([])
  expect(fs.existsSync(queueFile(root))).toBe(false)
})
