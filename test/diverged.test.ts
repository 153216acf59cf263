import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ownNetworksSchema, settingsOf } from '../src/contract/architectures/own-networks'
import { hyperparametersSchema } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { lowerRates } from '../src/contract/lower-rate'
import type { RunConfig } from '../src/contract/run'
import { tinyNetworks } from '../src/contract/testing/tiny-networks'
import { digestOf } from '../src/main/storage/checkpoints/manifest'
import { readActivity } from '../src/main/storage/runs/activity-log'
import { createRun, readRun } from '../src/main/storage/runs/runs'
import { cli, runsOf, trainTiny } from './support/cli'
import { copies } from './support/copies'
import { smallImages } from './support/small-presets'
import { open } from './support/studio-host'
import {
  checkpointBytes,
  datasetFolder,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
  tinyConfig,
  tinyDataset,
} from './support/studio'

/**
 * Adam moves every weight by about the learning rate, and the product of two such weights overflows
 * float32. A new run may not use such a rate, but a stored document may.
 */
const TOO_HIGH = '1e38'

const ownNetworks = ownNetworksSchema.parse(tinyNetworks)

function withRate(file: string): void {
  const text = fs
    .readFileSync(file, 'utf8')
    .replace(/"learningRate": [^,]*/, `"learningRate": ${TOO_HIGH}`)
  const parsed = JSON.parse(text) as Record<string, unknown>
  if (!('digest' in parsed)) return fs.writeFileSync(file, text)
  const digest = digestOf(parsed)
  fs.writeFileSync(file, `${JSON.stringify({ ...parsed, digest }, null, 2)}\n`)
}

const config = (root: string, changes: Partial<Hyperparameters>): RunConfig =>
  tinyConfig(tinyDataset(root, 160), 'wasm', { checkpointInterval: 5, ...changes })

async function train(root: string, changes: Partial<Hyperparameters>, from?: { run: string }) {
  const { watch } = eventWatch()
  const started = await studioIn(root).train(config(root, changes), 'run', watch, from)
  return { ...started, outcome: await started.session.outcome }
}

async function divergeLater(root: string): Promise<void> {
  const { dir } = await train(root, { steps: 10, keepCheckpoints: 1 })
  withRate(path.join(dir, 'run.json'))
  withRate(path.join(dir, 'checkpoints', '00000010', 'manifest.json'))
  const { session } = await studioIn(root).resume(dir, eventWatch().watch, { steps: 60 })
  expect((await session.outcome).kind).toBe('failed')
}

async function divergeLaterWithOwnNetworks(root: string): Promise<void> {
  const hyperparameters = hyperparametersSchema.parse({
    ...config(root, { steps: 10, keepCheckpoints: 1 }).hyperparameters,
    ...settingsOf(ownNetworks),
  })
  const dataset = datasetFolder(root, smallImages(hyperparameters, 160))
  const own = { ...tinyConfig(dataset, 'wasm'), hyperparameters, networks: ownNetworks }
  const { dir, session: first } = await studioIn(root).train(own, 'own', eventWatch().watch)
  expect((await first.outcome).kind).toBe('finished')
  withRate(path.join(dir, 'run.json'))
  withRate(path.join(dir, 'checkpoints', '00000010', 'manifest.json'))
  const { session } = await studioIn(root).resume(dir, eventWatch().watch, { steps: 60 })
  expect((await session.outcome).kind).toBe('failed')
}

const trainTenSteps = (root: string) => train(root, { steps: 10 })

async function divergeAtOnce(root: string): Promise<void> {
  const { dir } = await createRun(root, { name: 'run', config: config(root, {}), now: new Date() })
  withRate(path.join(dir, 'run.json'))
  const { session } = await studioIn(root).resume(dir, eventWatch().watch)
  expect((await session.outcome).kind).toBe('failed')
}

const copyOf = copies()

/** A copy of the data folder in which `make` made a run. */
async function withRun(make: (root: string) => Promise<unknown>) {
  const root = await copyOf(make.name, make)
  const [id = ''] = runsOf(root)
  return { root, id, dir: path.join(root, 'runs', id) }
}

/** A run that trains normally up to step 10 and then diverges. */
const divergedLater = () => withRun(divergeLater)
/** The same for a run with a user's own networks. */
const ownDivergedLater = () => withRun(divergeLaterWithOwnNetworks)
const divergedAtOnce = () => withRun(divergeAtOnce)

describe('a run that diverges', () => {
  it('reports the step, and its newest usable checkpoint', async () => {
    const { root, id } = await divergedLater()
    const { call } = await open(root)
    const { summary, newestUsable } = await call('runs.get', { id })
    expect(summary.state).toBe('failed')
    expect(summary.diverged?.step).toBeGreaterThan(10)
    expect(newestUsable).toBe(10)
    expect(summary.error?.remedy).not.toContain('good')
    expect(cli(root, 'runs').stdout).toMatch(/ diverged\s+not finite since step 11\s+10 /)
  })

  it('before its first checkpoint has no usable checkpoint', async () => {
    const { root, id } = await divergedAtOnce()
    const { call } = await open(root)
    const { summary, newestUsable } = await call('runs.get', { id })
    expect(summary.diverged?.step).toBeGreaterThan(0)
    expect(newestUsable).toBeNull()
  })

  it('says again in the activity, when resumed, that it will diverge', async () => {
    const { root, id } = await divergedAtOnce()
    const { call, inState, studio } = await open(root)
    const before = studio.sequence
    await call('runs.resume', { id })
    await inState(id, 'failed', before)
    const { log } = await call('runs.get', { id })
    const codes = (await readActivity(path.join(root, 'runs', id))).map(
      ({ problem }) => problem?.code,
    )
    expect(codes.filter((code) => code === 'divergesAgain')).toHaveLength(1)
    expect(log.map(({ problem }) => problem?.code)).toContain('divergesAgain')
  })

  it('leads the command line to suggest a new run with a lower rate, not resuming', async () => {
    const { root, id } = await divergedLater()
    const later = cli(root, 'resume', id)
    expect(later.code).toBe(1)
    expect(later.stderr).toContain('repeats the same steps')
    expect(later.stdout + later.stderr).not.toContain('Resume with')
    expect(later.stdout + later.stderr).toContain(`--from ${id}@10`)
    const rate = ['--learning-rate', '0.0001', '--steps', '15']
    expect(cli(root, 'train', '--from', id, ...rate).code).toBe(0)
    const other = await divergedAtOnce()
    const early = cli(other.root, 'resume', other.id)
    expect(early.stdout + early.stderr).toContain('no usable checkpoint')
    expect(early.stdout + early.stderr).not.toContain('Resume with')
  })
})

describe('a run of own networks that diverges', () => {
  it('is continued by the command line’s suggestion, with the same networks', async () => {
    const { root, id } = await ownDivergedLater()
    const failed = cli(root, 'resume', id)
    const suggested = /train (?:-- )?--from (\S+) --learning-rate/.exec(
      failed.stdout + failed.stderr,
    )
    expect(suggested?.[1]).toBe(`${id}@10`)
    const flags = ['--from', `${id}@10`, '--learning-rate', '0.0001', '--steps', '15']
    const { code, stderr } = cli(root, 'train', ...flags)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    await expectContinued(root, id)
  })

  it('is continued by the page’s offer, with the same networks', async () => {
    const { root, id } = await ownDivergedLater()
    const { call, inState } = await open(root)
    const { summary, newestUsable } = await call('runs.get', { id })
    if (newestUsable === null) throw new Error('there is no usable checkpoint')
    const { hyperparameters: h } = summary.config
    // As the form has it: the run's configuration, with the rates of the offer.
    const lower = { ...h, ...lowerRates(h), steps: 15 }
    const offered = { ...summary.config, hyperparameters: lower }
    const from = { run: id, step: newestUsable }
    const made = await call('runs.train', { name: 'again', config: offered, from })
    await inState(made.id, 'finished')
    await expectContinued(root, id)
  })
})

async function expectContinued(root: string, id: string): Promise<void> {
  const [other] = runsOf(root).filter((one) => path.basename(one) !== id)
  const run = await readRun(path.join(root, 'runs', path.basename(other ?? '')))
  expect(run.from).toEqual({ id, step: 10 })
  expect(run.config.networks).toEqual(ownNetworks)
  expect(run.config.hyperparameters).toMatchObject({ architecture: 'custom', steps: 15 })
  expect(run.config.hyperparameters.learningRate).toBeLessThan(0.01)
  expect(run.sessions.at(-1)).toMatchObject({ endedAs: 'finished', toStep: 15 })
}

const trainedTen = () => withRun(trainTenSteps)

describe('a run started from another run’s checkpoint', () => {
  it('with the same settings reproduces the bytes of the longer run', async () => {
    const { root, ...first } = await trainedTen()
    const reference = await train(root, { steps: 20 })
    const { dir, overview } = await train(root, { steps: 20 }, { run: first.dir })
    expect(overview.fromStep).toBe(10)
    expect(checkpointBytes(dir, 20)).toEqual(checkpointBytes(reference.dir, 20))
    expect(metricsText(dir)).toBe(metricsText(reference.dir))
    const from = { id: path.basename(first.dir), step: 10 }
    expect((await readRun(dir)).from).toEqual(from)
    // The page links to that run, and lists this run's own samples only.
    const { call } = await open(root)
    const { summary, samples } = await call('runs.get', { id: path.basename(dir) })
    expect(summary.from).toEqual(from)
    expect(samples.every((step) => step > 10)).toBe(true)
    const listed = cli(root, 'runs').stdout
    expect(listed).toContain(`${from.id}@10`)
    expect(metricsText(first.dir).trimEnd().split('\n')).toHaveLength(10)
  })

  it('trains with its own settings, and can be resumed', async () => {
    const { root, ...first } = await trainedTen()
    const { dir } = await train(root, { steps: 20, learningRate: 1e-5 }, { run: first.dir })
    const longer = await studioIn(root).resume(dir, eventWatch().watch, { steps: 25 })
    expect(await longer.session.outcome).toMatchObject({ kind: 'finished', step: 25 })
    const straight = await train(root, { steps: 25, learningRate: 1e-5 }, { run: first.dir })
    expect(checkpointBytes(dir, 25)).toEqual(checkpointBytes(straight.dir, 25))
  })

  it.each<[Partial<Hyperparameters>, string | undefined]>([
    [{ steps: 10 }, 'steps'],
    [{ steps: 20, batchSize: 8 }, 'batchSize'],
    [{ steps: 20, optimiser: 'sgd' }, 'optimiser'],
    [{ steps: 20, discriminatorSteps: 2 }, 'discriminatorSteps'],
    [{ steps: 20, averaging: 'ema' }, 'averaging'],
    [{ steps: 20, latentDim: 11 }, undefined],
  ])('refuses %j, and leaves no run behind', async (changes, where) => {
    const { root, ...first } = await trainedTen()
    const refused = train(root, changes, { run: first.dir })
    await expect(refused).rejects.toMatchObject({ code: 'usage', ...(where && { where }) })
    expect(runsOf(root)).toHaveLength(1)
  })

  it('can be started with train --from', () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '6', '--name', 'first').code).toBe(0)
    const { code, stderr } = cli(
      root,
      'train',
      '--from',
      'first@6',
      '--steps',
      '9',
      '--beta1',
      '0.4',
    )
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(runsOf(root)).toHaveLength(2)
    expect(cli(root, 'train', '--from', 'first@5', '--steps', '9').code).toBe(2)
    expect(cli(root, 'train', '--from', 'nothing').code).toBe(2)
    expect(cli(root, 'train', '--from', '@5').code).toBe(2)
  })
})

describe('a run that finishes with equal images', () => {
  it('has a warning in its document and its summary', async () => {
    const root = temporaryFolder()
    // This rate saturates every pixel while all numbers stay finite.
    const { dir, outcome } = await train(root, { steps: 220, learningRate: 1, epochs: 100 })
    expect(outcome.kind).toBe('finished')
    const id = path.basename(dir)
    const { call } = await open(root)
    const { summary } = await call('runs.get', { id })
    expect(summary.warning?.problem?.code).toBe('wentWrong')
    expect(summary.alarms.map(({ kind }) => kind)).toContain('imagesAlike')
    expect((await readRun(dir)).sessions.at(-1)?.warning).toEqual(summary.warning)
  })

  it('has no warning when its images differ', async () => {
    const root = temporaryFolder()
    const { dir } = await train(root, { steps: 220, epochs: 100 })
    const { call } = await open(root)
    expect((await call('runs.get', { id: path.basename(dir) })).summary.warning).toBeNull()
  })
})
