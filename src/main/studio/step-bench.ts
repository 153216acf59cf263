import type { EngineName } from '../../contract/engines'
import { describeError } from '../../contract/errors'
import type { PresetName } from '../../contract/hyperparameters'
import { TrainerProcess } from '../trainer/trainer-process'
import type { Launch } from '../trainer/trainer-process'
import { startTorch } from './torch-peer'
import type { StepTimes } from './torch-peer'

export interface BenchOptions {
  launch: Launch
  datasetsDirs: string[]
  model: PresetName
  batchSize: number
  engines: readonly EngineName[]
  /** The PyTorch script to compare with. */
  torchScript: string
  threads: number
  /** PyTorch takes part once with each of these; ratios are to the fastest. */
  torchThreads: readonly number[]
  rounds: number
  say(text: string): void
}

export interface BenchRow {
  name: string
  version: string
  threads: number
  steps: number
  medianMs: number
  p10Ms: number
  /** Median over the best of PyTorch's medians in the same run; absent without PyTorch. */
  ratio?: number
  rssBytes: number
}

interface Contender {
  name: string
  version: string
  threads: number
  run(steps: number): Promise<StepTimes>
  close(): unknown
  times: number[]
  rssBytes: number
  stepsARound: number
}

interface Variant {
  name: EngineName
  compile: boolean
  label: string
}

const variants: readonly Variant[] = [
  { name: 'tensorflow', compile: true, label: 'tensorflow' },
  { name: 'tensorflow', compile: false, label: 'tensorflow, not compiled' },
  { name: 'wasm', compile: false, label: 'wasm' },
  { name: 'cpu', compile: false, label: 'cpu' },
]

const TORCH = 'pytorch'

const ROUND_MS = 800

/**
 * Times a model's training step on every engine that loads and in PyTorch, taking turns
 * round by round, so that a busy moment of the machine falls on all alike.
 */
export async function benchSteps(options: BenchOptions): Promise<BenchRow[]> {
  const contenders = await openContenders(options)
  try {
    for (const contender of contenders) await warmUp(contender)
    for (let round = 0; round < options.rounds; round++) {
      options.say(`round ${round + 1} of ${options.rounds}`)
      for (const contender of contenders) {
        const { milliseconds, rssBytes } = await contender.run(contender.stepsARound)
        contender.times.push(...milliseconds)
        contender.rssBytes = rssBytes
      }
    }
  } finally {
    for (const contender of contenders) await contender.close()
  }
  const torch = contenders.filter(({ name }) => name === TORCH)
  const medians = torch.map(({ times }) => quantile(times, 0.5))
  const best = medians.length === 0 ? undefined : Math.min(...medians)
  return contenders.map((contender) => summarise(contender, best))
}

async function openContenders(options: BenchOptions): Promise<Contender[]> {
  return [...(await openEngines(options)), ...(await openTorch(options))]
}

async function openEngines(options: BenchOptions): Promise<Contender[]> {
  const { launch, datasetsDirs, threads, model, batchSize, engines, say } = options
  const contenders: Contender[] = []
  for (const { name, compile, label } of variants.filter(({ name }) => engines.includes(name))) {
    const trainer = new TrainerProcess(launch, () => undefined)
    try {
      const { engine } = await trainer.request('benchOpen', {
        engine: name,
        model,
        batchSize,
        compile,
        threads,
        datasetsDirs,
      })
      contenders.push({
        ...unmeasured(),
        name: label,
        version: `${engine.version}, ${engine.device}`,
        threads: engine.threads,
        run: (steps) => trainer.request('benchSteps', { steps }),
        close: () => trainer.kill(),
      })
    } catch (error) {
      say(`${label} is left out: ${describeError(error)}`)
      await trainer.kill()
    }
  }
  return contenders
}

async function openTorch(options: BenchOptions): Promise<Contender[]> {
  const { torchScript, torchThreads, batchSize, say } = options
  const contenders: Contender[] = []
  for (const threads of torchThreads) {
    const torch = await startTorch(torchScript, { threads, batchSize })
    if (torch === undefined) {
      say('PyTorch is left out: python3 has no torch (GAN_STUDIO_PYTHON may name another Python)')
      break
    }
    contenders.push({ ...unmeasured(), name: TORCH, threads, ...torch })
  }
  return contenders
}

const unmeasured = (): Pick<Contender, 'times' | 'rssBytes' | 'stepsARound'> => ({
  times: [],
  rssBytes: 0,
  stepsARound: 1,
})

/** Leaves compilation and first touches out of the figures, and sizes a round by the speed seen. */
async function warmUp(contender: Contender): Promise<void> {
  const first = await contender.run(1)
  const slow = (first.milliseconds[0] ?? 0) > ROUND_MS
  const { milliseconds } = slow ? first : await contender.run(10)
  contender.stepsARound = Math.max(1, Math.round(ROUND_MS / quantile(milliseconds, 0.5)))
}

function summarise(contender: Contender, torchMs: number | undefined): BenchRow {
  const { name, version, threads, times, rssBytes } = contender
  const medianMs = quantile(times, 0.5)
  return {
    name,
    version,
    threads,
    steps: times.length,
    medianMs,
    p10Ms: quantile(times, 0.1),
    rssBytes,
    ...(torchMs === undefined ? {} : { ratio: medianMs / torchMs }),
  }
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN
}
