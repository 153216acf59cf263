import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { onOneLine } from '../src/contract/notices'
import { runsDirectory } from '../src/main/storage/runs/paths'
import { runDirectories } from '../src/main/storage/runs/run-directories'
import { Studio } from '../src/main/studio/studio'
import { nodeLauncher } from '../src/main/trainer/launch/launch-node'
import { replay } from './alarms/replay'
import type { Replay } from './alarms/replay'
import { base, scenarios } from './alarms/scenarios'
import type { Scenario } from './alarms/scenarios'

/*
 * Trains runs that fail in known ways, and healthy ones, and prints when each alarm was found. With
 * `--replay`, nothing is trained: everything that the runs of a data folder recorded is given to the
 * detectors again. Needs a build.
 */

const HELP = `Trains runs that fail, and healthy ones, and prints their alarms.

  --only NAME     scenarios whose name contains this
  --out FOLDER    keep the runs in this data folder
  --replay PATH   train nothing: judge a run's folder, or all runs of a data folder, again
`
const options = {
  only: { type: 'string', default: '' },
  out: { type: 'string' },
  replay: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options })
  if (values.help) return void process.stdout.write(HELP)
  if (values.replay !== undefined) return replayAll(path.resolve(values.replay))
  const root = values.out ?? fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-alarms-'))
  try {
    const wrong = await trainAll(path.resolve(root), values.only)
    process.stdout.write(wrong === 0 ? 'all as expected\n' : `${wrong} not as expected\n`)
    if (wrong > 0) process.exitCode = 1
  } finally {
    if (values.out === undefined) fs.rmSync(root, { recursive: true, force: true })
  }
}

async function replayAll(folder: string): Promise<void> {
  const isRun = fs.existsSync(path.join(folder, 'run.json'))
  const dirs = isRun ? [folder] : await runDirectories(folder)
  for (const dir of dirs) describe(await replay(dir))
}

async function trainAll(root: string, only: string): Promise<number> {
  const studio = new Studio({
    ...{ root, datasetsDirs: [path.resolve('resources/datasets')], measure: true },
    launch: nodeLauncher(path.resolve('out/main/trainer.js')),
  })
  const chosen = scenarios.filter(({ name }) => name.includes(only))
  let wrong = 0
  let from: string | undefined
  if (chosen.some(({ fromBase }) => fromBase)) from = (await train(studio, base)).dir
  for (const scenario of chosen) {
    const { dir, live } = await train(studio, scenario, scenario.fromBase ? from : undefined)
    const replayed = await replay(dir)
    describe(replayed)
    if (!isExpected(scenario, replayed)) wrong += 1
    if (live !== kinds(replayed)) process.stdout.write(`  while training: ${live}\n`)
  }
  await fs.promises.access(runsDirectory(root))
  return wrong
}

const kinds = ({ alarms }: Pick<Replay, 'alarms'>): string =>
  alarms.map(({ kind, since, found }) => `${kind} ${since} ${found}`).join(', ')

/** Healthy runs have no alarm; of others one of the expected kinds is found within 1,000 steps. */
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

async function train(studio: Studio, { name, hyperparameters }: Scenario, from?: string) {
  const config = { hyperparameters, dataset: 'mnist', engine: 'tensorflow', threads: 1 } as const
  const source = from === undefined ? undefined : { run: from }
  const watch = { onEvent: () => undefined }
  const started = await studio.train(config, name, watch, source)
  await started.session.outcome
  await started.measurements?.done()
  const { alarms = [] } = started.session.run.sessions.at(-1) ?? {}
  return { dir: started.dir, live: kinds({ alarms }) }
}
