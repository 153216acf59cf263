import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { onOneLine } from '../src/contract/notices'
import { checkpointSteps } from '../src/main/storage/checkpoints/checkpoint-folders'
import { checkpointDirectory } from '../src/main/storage/runs/paths'
import { runDirectories } from '../src/main/storage/runs/run-directories'
import { Studio } from '../src/main/studio/studio'
import { nodeLauncher } from '../src/main/trainer/launch/launch-node'
import { writeFileAtomic } from '../src/main/storage/files/atomic'
import { recordedRun } from './alarms/recorded'
import { replay } from './alarms/replay'
import type { Replay } from './alarms/replay'
import { base, scenarios } from './alarms/scenarios'
import type { Scenario } from './alarms/scenarios'

/*
 * Trains runs that fail in known ways, and healthy ones, and prints when each alarm was raised.
 * With `--replay`, nothing is trained: the records of a data folder's runs are given to the
 * detectors again. Needs a build.
 */

const HELP = `Trains failing and healthy runs, and prints their alarms.

  --only NAME     scenarios whose name contains this
  --out FOLDER    keep the runs in this data folder
  --replay PATH   train nothing; judge a recorded run, or all runs of a data folder, again
  --record FILE   with --replay: write the scenarios' records to this file, for tests
`
const options = {
  only: { type: 'string', default: '' },
  out: { type: 'string' },
  replay: { type: 'string' },
  record: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options })
  if (values.help) return void process.stdout.write(HELP)
  if (values.replay !== undefined) return replayAll(path.resolve(values.replay), values.record)
  const root = values.out ?? fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-alarms-'))
  try {
    const wrong = await trainAll(path.resolve(root), values.only)
    process.stdout.write(wrong === 0 ? 'all as expected\n' : `${wrong} not as expected\n`)
    if (wrong > 0) process.exitCode = 1
  } finally {
    if (values.out === undefined) fs.rmSync(root, { recursive: true, force: true })
  }
}

async function replayAll(folder: string, record: string | undefined): Promise<void> {
  const isRun = fs.existsSync(path.join(folder, 'run.json'))
  const dirs = isRun ? [folder] : await runDirectories(folder)
  for (const dir of dirs) describe(await replay(dir))
  if (record === undefined) return
  const runs = (await Promise.all(dirs.map(recordedRun))).filter((run) => run !== undefined)
  const lines = runs.map((run) => JSON.stringify(run)).join(',\n')
  await writeFileAtomic(path.resolve(record), `[\n${lines}\n]\n`)
}

async function trainAll(root: string, only: string): Promise<number> {
  const studio = new Studio({
    ...{ root, datasetsDirs: [path.resolve('resources/datasets')], measure: false },
    launch: nodeLauncher(path.resolve('out/main/trainer.js')),
  })
  const chosen = scenarios.filter(({ name }) => name.includes(only))
  let wrong = 0
  let from: string | undefined
  if (chosen.some(({ fromBase }) => fromBase)) from = await baseRun(studio)
  for (const scenario of chosen) {
    const { dir, live } = await train(studio, scenario, scenario.fromBase ? from : undefined)
    const replayed = await replay(dir)
    describe(replayed)
    if (!isExpected(scenario, replayed)) wrong += 1
    if (scenario.measured !== true && live !== kinds(replayed)) {
      process.stdout.write(`  while training: ${live}\n`)
    }
  }
  return wrong
}

/** The healthy run that failing ones continue; reused if an earlier call kept its folder. */
async function baseRun(studio: Studio): Promise<string> {
  const { runs } = await studio.listRuns()
  const made = runs.find(({ run }) => run.name === base.name && run.state === 'finished')
  return made?.dir ?? (await train(studio, base)).dir
}

const kinds = ({ alarms }: Pick<Replay, 'alarms'>): string =>
  alarms.map(({ kind, since, found }) => `${kind} ${since} ${found}`).join(', ')

/** Healthy runs must have no alarm; others, one of the expected kinds within 1,000 steps. */
function isExpected({ expect }: Scenario, { from, alarms }: Replay): boolean {
  if (expect.length === 0) return alarms.length === 0
  return alarms.some(({ kind, found }) => expect.includes(kind) && found - from <= 1000)
}

function describe({ name, from, steps, alarms }: Replay): void {
  process.stdout.write(`${name}: ${steps} steps${from === 0 ? '' : ` from ${from}`}, `)
  process.stdout.write(alarms.length === 0 ? 'no alarm\n' : `${alarms.length} alarms\n`)
  for (const { kind, since, found, until, what } of alarms) {
    const end = until === undefined ? '' : `, until ${until}`
    const text = onOneLine({ message: what.message, problem: what.problem }, 'en')
    process.stdout.write(`  ${kind} since ${since}, found ${found}${end}: ${text}\n`)
  }
}

async function train(studio: Studio, scenario: Scenario, from?: string) {
  const { name, hyperparameters, measured } = scenario
  const config = { hyperparameters, dataset: 'mnist', engine: 'tensorflow', threads: 1 } as const
  const source = from === undefined ? undefined : { run: from }
  const { dir, session } = await studio.train(config, name, { onEvent: () => undefined }, source)
  await session.outcome
  if (measured === true) await measure(studio, dir)
  const { alarms = [] } = session.run.sessions.at(-1) ?? {}
  return { dir, live: kinds({ alarms }) }
}

/** Measures the images of every checkpoint, as is done while training. */
async function measure(studio: Studio, dir: string): Promise<void> {
  for (const step of await checkpointSteps(dir)) {
    const source = checkpointDirectory(dir, step)
    const metrics = ['fid', 'classDivergence', 'pairwiseDistance', 'effectiveRank']
    const cheap = { pass: 'cheap', generatedCount: 2000, floor: false } as const
    await studio.evaluate({ ...cheap, source, metrics, engine: 'tensorflow', threads: 1 })
  }
}
