import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readRun, updateRun } from '../src/main/storage/runs/runs'
import { withSession } from '../src/main/studio/runs/session-record'
import { Studio } from '../src/main/studio/studio'
import { nodeLauncher } from '../src/main/trainer/launch/launch-node'
import { cli, runsOf } from './support/cli'
import { copies } from './support/copies'
import {
  checkpointBytes,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
  tinyConfig,
  tinyDataset,
} from './support/studio'

/*
 * A host decides where to resume before its trainer holds the run's lock. Whatever another process
 * trains in between must not be lost.
 */

const EPOCH = 10

/** A studio whose trainers start only after another process has done something to the run. */
function studioBehind(root: string, ...others: (() => void)[]): Studio {
  const launch = nodeLauncher(path.resolve('out/main/trainer.js'))
  return new Studio({
    root,
    datasetsDirs: [path.join(root, 'datasets')],
    measure: false,
    launch: () => {
      others.shift()?.()
      return launch()
    },
  })
}

const tiny = (root: string, epochs = 2) =>
  tinyConfig(tinyDataset(root, 16 * EPOCH), 'wasm', { epochs, checkpointInterval: 7 })

const copyOf = copies()

/** A finished run of two epochs. */
async function trained(): Promise<{ root: string; dir: string }> {
  const root = await copyOf('two epochs', async (original) => {
    const { watch } = eventWatch()
    await (
      await studioIn(original).train(tiny(original), 'twice', watch)
    ).session.outcome
  })
  const [id = ''] = runsOf(root)
  return { root, dir: path.join(root, 'runs', id) }
}

function resumeElsewhere(root: string, dir: string, ...args: string[]): void {
  const { code, stderr } = cli(root, 'resume', dir, ...args)
  expect(code, stderr).toBe(0)
}

const steps = (dir: string): number[] =>
  metricsText(dir)
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { step: number }).step)
const setAside = (dir: string): string => path.join(dir, 'set-aside')
const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1)

describe('a run that another process trained before the trainer had its lock', () => {
  it('resumes from what that process saved, with the same bits as an undisturbed run', async () => {
    const { root, dir } = await trained()
    const studio = studioBehind(root, () => resumeElsewhere(root, dir, '--epochs', '4'))
    const { session, overview } = await studio.resume(dir, eventWatch().watch, { epochs: 5 })
    expect(await session.outcome).toMatchObject({ kind: 'finished', step: 5 * EPOCH })
    expect(overview.fromStep).toBe(4 * EPOCH)
    expect(steps(dir)).toEqual(upTo(5 * EPOCH))
    expect(fs.existsSync(setAside(dir))).toBe(false)
    expect((await readRun(dir)).sessions.map(({ fromStep }) => fromStep)).toEqual([0, 20, 40])

    const whole = await studioIn(root).train(tiny(root, 5), 'whole', eventWatch().watch)
    await whole.session.outcome
    expect(checkpointBytes(dir, 50)).toEqual(checkpointBytes(whole.dir, 50))
  })

  it.each(['--epochs=3', '--from-start'])(
    'is refused, and stays as it is, if that happens again (%s)',
    async (how) => {
      const { root, dir } = await trained()
      const other = (epochs: string) => () =>
        resumeElsewhere(root, dir, ...(how === '--from-start' ? [how] : []), '--epochs', epochs)
      const before = () => [
        fs.readFileSync(path.join(dir, 'run.json'), 'utf8'),
        fs.readdirSync(path.join(dir, 'checkpoints')),
        metricsText(dir),
      ]
      let left: unknown
      const studio = studioBehind(root, other('3'), () => {
        other('4')()
        left = before()
      })
      await expect(studio.resume(dir, eventWatch().watch, { epochs: 9 })).rejects.toMatchObject({
        code: 'storage',
        problem: { code: 'trainedMeanwhile' },
      })
      expect(before()).toEqual(left)
    },
  )

  it('continues with the length that the other process gave it', async () => {
    const { root, dir } = await trained()
    const studio = studioBehind(root, () => resumeElsewhere(root, dir, '--epochs', '3'))
    const { session } = await studio.resume(dir, eventWatch().watch)
    await session.outcome
    expect((await readRun(dir)).config.hyperparameters.epochs).toBe(3)
    expect(steps(dir)).toEqual(upTo(3 * EPOCH))
  })

  it('is not removed if it was new and its own start fails', async () => {
    const root = temporaryFolder()
    let dir = ''
    const studio = studioBehind(root, () => resumeElsewhere(root, dir))
    const start = studio.train(tiny(root), 'new', {
      ...eventWatch().watch,
      onCreated: (created) => void (dir = created.dir),
    })
    await expect(start).rejects.toMatchObject({ problem: { code: 'trainedMeanwhile' } })
    expect((await readRun(dir)).state).toBe('finished')
    expect(steps(dir)).toEqual(upTo(2 * EPOCH))
    expect(fs.existsSync(setAside(dir))).toBe(false)
  })
})

it("a session's end is recorded in its own entry, even if another session has begun", async () => {
  const root = temporaryFolder()
  const { watch, next } = eventWatch()
  const { session, dir } = await studioIn(root).train(tiny(root, 900), 'ending', watch)
  await next(({ type }) => type === 'metrics')
  await updateRun(dir, (run) => withSession(run, { fromStep: 7 }))
  const outcome = await session.stop()
  expect(outcome.kind).toBe('stopped')
  const run = await updateRun(dir, (same) => same)
  expect(run.sessions[0]).toMatchObject({ endedAs: 'stopped', toStep: outcome.step })
  expect(run.sessions[1]).not.toHaveProperty('endedAs')
  expect(run.state).toBe('running')
})
