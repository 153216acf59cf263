import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { presets } from '../src/contract/hyperparameters'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { stepsPerEpoch, totalSteps } from '../src/contract/run-length'
import { qualityChart } from './quality/chart'
import { curveOf, curveSchema } from './quality/curve'
import type { Curve } from './quality/curve'
import { qualityTable } from './quality/table'
import { timeStep } from './quality/timing'

const HELP = `Trains presets with several seeds and measures FID against time: the tables and charts of docs/quality.md.
Data sets must have 60,000 training images, as MNIST and Fashion-MNIST do.

  --home FOLDER     data folder; finished runs there are not repeated
  --presets NAMES   default reference,dcgan,mnist-quality
  --dataset NAME    default mnist
  --net NET         feature net; default: the one that suits the data set
  --seeds NUMBERS   default 1,2,3
  --budget SECONDS  default: the time that PyTorch needs for 46,900 steps of the reference with two
                    threads; presets that would take longer train fewer epochs
  --points N        checkpoints measured per run; default 12
  --threads N       default 2
  --at-once N       runs that train at the same time; default 1
`
const IMAGES = 60_000
/** 50 epochs in batches of 64. */
const REFERENCE_STEPS = 46_900

const stateSchema = z.object({
  budget: z.number(),
  /** Milliseconds per step by preset. */
  stepMs: z.record(z.string(), z.number()),
  curves: z.array(curveSchema),
})
type State = z.infer<typeof stateSchema>

export async function main(args: string[]): Promise<void> {
  const text = { type: 'string' } as const
  const options = {
    ...{ home: text, presets: text, dataset: text, net: text, seeds: text, budget: text },
    ...{ points: text, threads: text, 'at-once': text, help: { type: 'boolean' } as const },
  }
  const { values } = parseArgs({ args, options })
  if (values.help === true || values.home === undefined) {
    process.stdout.write(HELP)
    return
  }
  const home = path.resolve(values.home)
  const dataset = values.dataset ?? 'mnist'
  fs.mkdirSync(path.join(home, 'quality'), { recursive: true })
  const file = path.join(home, 'quality', `${dataset}.json`)
  const names = (values.presets ?? 'reference,dcgan,mnist-quality').split(',')
  const threads = Number(values.threads ?? 2)
  const state = fs.existsSync(file)
    ? stateSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    : await measureTimes(names, { threads, home, budget: values.budget })
  const save = () => fs.writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`)
  save()
  const seeds = (values.seeds ?? '1,2,3').split(',').map(Number)
  const left = seeds
    .flatMap((seed) => names.map((preset) => ({ preset, seed })))
    .filter((one) => !state.curves.some((curve) => isSame(curve, one)))
  const common = { dataset, net: values.net, points: Number(values.points ?? 12), threads, home }
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      state.curves.push(await curveOf({ ...one, ...common, ...lengthOf(one.preset, state) }))
      save()
      process.stderr.write(`${one.preset}, seed ${one.seed}\n`)
    }
  }
  await Promise.all(Array.from({ length: Number(values['at-once'] ?? 1) }, work))
  fs.writeFileSync(file.replace(/\.json$/, '.svg'), qualityChart(state))
  process.stdout.write(qualityTable(state))
}

/** The preset's own length, or as many epochs as the budget allows. */
function lengthOf(preset: string, { budget, stepMs }: State): { epochs: number; steps: number } {
  const recipes: Readonly<Record<string, Hyperparameters>> = presets
  const recipe = recipes[preset]
  const ms = stepMs[preset]
  if (recipe === undefined || ms === undefined) throw new Error(`Unknown preset: ${preset}`)
  const perEpoch = stepsPerEpoch(recipe, IMAGES)
  const epochs = Math.min(recipe.epochs, Math.floor((1000 * budget) / (ms * perEpoch)))
  return { epochs, steps: totalSteps({ ...recipe, epochs }, IMAGES) }
}

const isSame = (curve: Curve, { preset, seed }: { preset: string; seed: number }): boolean =>
  curve.preset === preset && curve.seed === seed

interface Timing {
  threads: number
  home: string
  budget: string | undefined
}

/** Times all presets, before anything else runs. */
async function measureTimes(names: readonly string[], timing: Timing): Promise<State> {
  const { threads, home, budget } = timing
  const reference = await timeStep('reference', threads, home)
  const stepMs: Record<string, number> = { reference: reference.studio }
  for (const preset of names) {
    if (preset !== 'reference') stepMs[preset] = (await timeStep(preset, threads, home)).studio
  }
  const torchSeconds = (REFERENCE_STEPS * (reference.torch ?? NaN)) / 1000
  const seconds = budget === undefined ? torchSeconds : Number(budget)
  if (!Number.isFinite(seconds)) throw new Error('Without PyTorch, --budget is needed')
  return { budget: seconds, stepMs, curves: [] }
}
