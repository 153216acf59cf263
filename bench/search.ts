import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { formatResults } from './search/results'
import { candidatesOf, readSpace } from './search/space'
import type { Candidate } from './search/space'
import { keyOf, resultSchema, runTrial } from './search/trial'
import type { Result, Setting, Trial } from './search/trial'

const HELP = `Searches hyperparameters: trains the configurations of a space file, measures them on images
held out of training, and lists them by FID. Completed trials are not repeated, so a search can be interrupted, or extended by editing its file.

  --space FILE    bench/search/spaces/*.json
  --home FOLDER   data folder with the space's data set; runs and results go there
  --at-once N     trials that run at the same time; default 1
  --threads N     threads per trial; default 1
  --list          only print the results so far
`
/** The share of a rung's candidates that advance to the next. */
const KEPT = 1 / 3

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  const options = {
    space: text,
    home: text,
    'at-once': text,
    threads: text,
    list: flag,
    help: flag,
  }
  const { values } = parseArgs({ args, options })
  const { space: file, home } = values
  if (values.help === true || file === undefined || home === undefined) {
    process.stdout.write(HELP)
    return
  }
  const space = readSpace(file)
  fs.mkdirSync(path.join(home, 'search'), { recursive: true })
  const results = path.join(home, 'search', `${path.basename(file, '.json')}.jsonl`)
  const setting = { home: path.resolve(home), space, threads: Number(values.threads ?? 1) }
  if (values.list !== true) await halve(setting, results, Number(values['at-once'] ?? 1))
  process.stdout.write(`${formatResults(readResults(results))}\n`)
}

/** Runs all rungs, each with the best candidates of the one before. */
async function halve(setting: Setting, results: string, atOnce: number): Promise<void> {
  const { rungs, seeds } = setting.space
  let candidates = candidatesOf(setting.space)
  for (const rung of rungs) {
    const trials = candidates.flatMap((candidate) =>
      seeds.map((seed) => ({ candidate, seed, steps: Math.round(rung / candidate.cost) })),
    )
    await runAll(setting, trials, results, atOnce)
    candidates = best(setting, trials, candidates, readResults(results))
  }
}

async function runAll(setting: Setting, trials: Trial[], results: string, atOnce: number) {
  const finished = readResults(results).filter(({ error }) => error === undefined)
  const done = new Set(finished.map(({ key }) => key))
  const left = trials.filter((trial) => !done.has(keyOf(setting.space, trial)))
  const work = async (): Promise<void> => {
    for (let trial = left.shift(); trial !== undefined; trial = left.shift()) {
      const result = await runTrial(setting, trial)
      fs.appendFileSync(results, `${JSON.stringify(result)}\n`)
      process.stderr.write(`${formatResults([result])}\n`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** The best third by mean FID over seeds; failed trials come last. */
function best(
  { space }: Setting,
  trials: readonly Trial[],
  candidates: readonly Candidate[],
  results: readonly Result[],
): Candidate[] {
  const fids = new Map(results.map(({ key, values }) => [key, values.fid ?? Infinity]))
  const meanFid = (candidate: Candidate): number => {
    const own = trials.filter((trial) => trial.candidate === candidate)
    const sum = own.reduce((total, trial) => total + (fids.get(keyOf(space, trial)) ?? Infinity), 0)
    return sum / own.length
  }
  const ranked = candidates.toSorted((a, b) => meanFid(a) - meanFid(b))
  return ranked.slice(0, Math.max(1, Math.round(ranked.length * KEPT)))
}

function readResults(file: string): Result[] {
  if (!fs.existsSync(file)) return []
  const lines = fs.readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => resultSchema.parse(JSON.parse(line)))
}
