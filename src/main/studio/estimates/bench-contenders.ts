import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { networksOf } from '../../../contract/architectures/networks-of'
import { pytorchModule } from '../../../contract/architectures/pytorch'
import type { EngineName, EngineSetup } from '../../../contract/engines'
import { toReport } from '../../../contract/errors'
import { onOneLine } from '../../../contract/notices'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { Preset } from '../../../contract/presets/preset'
import type { Precision } from '../../../contract/recipe/precision'
import type { BenchTimes } from '../../../contract/trainer'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import { startTorch } from './torch-peer'

export interface ContenderOptions {
  launch: Launch
  datasetsDirs: string[]
  /** Its hyperparameters are trained, with its batch size. */
  preset: Preset<Hyperparameters>
  /** With bfloat16, the engine is also timed in float32, and PyTorch with autocast. */
  precision: Precision
  engines: readonly EngineName[]
  /** The PyTorch script to compare with. */
  torchScript: string
  /** 0 uses the setup measured for this machine. */
  threads: number
  setup?: EngineSetup
  /** Thread counts to run PyTorch with; ratios are relative to the fastest. */
  torchThreads: readonly number[]
  /** True runs PyTorch with torch.compile as well. */
  torchCompile: boolean
  say(text: string): void
}

/** An engine, or PyTorch, with what it has been timed at so far. */
export interface Contender {
  name: string
  version: string
  threads: number
  run(steps: number): Promise<BenchTimes>
  generate(count: number): Promise<BenchTimes>
  close(): unknown
  times: number[]
  generateTimes: number[]
  rssBytes: number
  stepsPerRound: number
}

interface Variant {
  name: EngineName
  compile: boolean
  precision?: Precision
  label: string
}

const variants: readonly Variant[] = [
  { name: 'tensorflow', compile: true, label: 'tensorflow' },
  { name: 'tensorflow', compile: true, precision: 'bfloat16', label: 'tensorflow, bfloat16' },
  { name: 'tensorflow', compile: false, label: 'tensorflow, not compiled' },
  { name: 'wasm', compile: false, label: 'wasm' },
  { name: 'cpu', compile: false, label: 'cpu' },
]

export const TORCH = 'pytorch'

/** Opens a model on every available engine and in PyTorch, and says which are left out, and why. */
export async function openContenders(options: ContenderOptions): Promise<Contender[]> {
  return [...(await openEngines(options)), ...(await openTorch(options))]
}

const isLikeMnist = ({ imageSize, channels }: Hyperparameters): boolean =>
  imageSize === 28 && channels === 1

async function openEngines(options: ContenderOptions): Promise<Contender[]> {
  const { launch, datasetsDirs, threads, setup, preset, engines, say } = options
  const contenders: Contender[] = []
  const timed = variants.filter(({ name, compile, precision = 'float32' }) => {
    const fits = options.precision === 'bfloat16' ? compile : precision === 'float32'
    return fits && engines.includes(name)
  })
  for (const { name, compile, precision = 'float32', label } of timed) {
    const trainer = new TrainerProcess(launch, () => undefined)
    try {
      const { engine } = await trainer.request('benchOpen', {
        engine: name,
        hyperparameters: { ...preset.hyperparameters, precision },
        // MNIST in other sizes would take long to prepare; noise trains at the same speed.
        ...(isLikeMnist(preset.hyperparameters) ? { dataset: 'mnist' } : {}),
        compile,
        threads,
        ...(setup === undefined ? {} : { setup }),
        datasetsDirs,
      })
      contenders.push({
        ...unmeasured(),
        name: label,
        version: `${engine.version}, ${engine.device}`,
        threads: engine.threads,
        run: (steps) => trainer.request('benchSteps', { steps }),
        generate: (count) => trainer.request('benchGenerate', { count }),
        close: () => trainer.kill(),
      })
    } catch (error) {
      say(`${label} is left out: ${onOneLine(toReport(error), 'en')}`)
      await trainer.kill()
    }
  }
  return contenders
}

async function openTorch(options: ContenderOptions): Promise<Contender[]> {
  const { preset, torchScript, torchThreads, torchCompile, precision, say } = options
  const { batchSize } = preset.hyperparameters
  const recipe = writeRecipe(preset.hyperparameters)
  const contenders: Contender[] = []
  const modes = torchCompile ? [false, true] : [false]
  try {
    for (const threads of torchThreads) {
      for (const compile of modes) {
        const given = { threads, batchSize, compile, precision, recipe }
        const torch = await startTorch(torchScript, given)
        if (!('absent' in torch)) {
          contenders.push({ ...unmeasured(), name: TORCH, threads, ...torch })
        } else if (compile) say(`torch.compile cannot compile ${preset.name}: ${torch.absent}`)
        else {
          say(`PyTorch is left out: ${torch.absent}`)
          return contenders
        }
      }
    }
    return contenders
  } finally {
    fs.rmSync(recipe, { recursive: true, force: true })
  }
}

/** Writes the files that bench/recipe_step.py reads. @returns their folder */
function writeRecipe(h: Hyperparameters): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-recipe-'))
  for (const [network, spec] of Object.entries(networksOf(h))) {
    fs.writeFileSync(path.join(folder, `${network}.py`), pytorchModule(spec))
  }
  fs.writeFileSync(path.join(folder, 'recipe.json'), JSON.stringify(h))
  return folder
}

const unmeasured = (): Pick<
  Contender,
  'times' | 'generateTimes' | 'rssBytes' | 'stepsPerRound'
> => ({
  times: [],
  generateTimes: [],
  rssBytes: 0,
  stepsPerRound: 1,
})
