import type { EngineName, EngineSetup } from '../../../contract/engines'
import { toReport } from '../../../contract/errors'
import { onOneLine } from '../../../contract/notices'
import { presets } from '../../../contract/hyperparameters'
import type { PresetName } from '../../../contract/hyperparameters'
import type { BenchTimes } from '../../../contract/trainer'
import { TrainerProcess } from '../../trainer/launch/trainer-process'
import type { Launch } from '../../trainer/launch/trainer-process'
import { quantile } from '../quantile'
import { startTorch } from './torch-peer'

export interface BenchOptions {
  launch: Launch
  datasetsDirs: string[]
  model: PresetName
  batchSize: number
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
  /** Number of images that each engine also generates per round; 0 for none. */
  generate: number
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
  /** Median relative to PyTorch's best median in the same benchmark; absent without PyTorch. */
  ratio?: number
  /** Images generated per second in the median round; absent if none were requested. */
  imagesPerSecond?: number
  /** Generation time relative to PyTorch's best. */
  generateRatio?: number
  rssBytes: number
}

interface Contender {
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
  label: string
}

const variants: readonly Variant[] = [
  { name: 'tensorflow', compile: true, label: 'tensorflow' },
  { name: 'tensorflow', compile: false, label: 'tensorflow, not compiled' },
  { name: 'wasm', compile: false, label: 'wasm' },
  { name: 'cpu', compile: false, label: 'cpu' },
]

const TORCH = 'pytorch'

/** Duration of a round per contender, long enough to amortise cache warm-up. */
const ROUND_MS = 2000

/**
 * Times a model's training step on every available engine and in PyTorch, alternating in rounds so
 * that other load on the machine affects all of them.
 */
export async function benchSteps(options: BenchOptions): Promise<BenchRow[]> {
  const contenders = await openContenders(options)
  try {
    for (const contender of contenders) await warmUp(contender)
    for (let round = 0; round < options.rounds; round++) {
      options.say(`round ${round + 1} of ${options.rounds}`)
      for (const contender of contenders) {
        const { milliseconds, rssBytes } = await contender.run(contender.stepsPerRound)
        contender.times.push(...milliseconds)
        contender.rssBytes = rssBytes
        if (options.generate === 0) continue
        const generated = await contender.generate(options.generate)
        contender.generateTimes.push(...generated.milliseconds)
      }
    }
  } finally {
    for (const contender of contenders) await contender.close()
  }
  const torch = contenders.filter(({ name }) => name === TORCH)
  const best = {
    stepMs: Math.min(...torch.map(({ times }) => quantile(times, 0.5))),
    generateMs: Math.min(...torch.map(({ generateTimes }) => quantile(generateTimes, 0.5))),
  }
  return contenders.map((contender) => summarise(contender, options, best))
}

async function openContenders(options: BenchOptions): Promise<Contender[]> {
  return [...(await openEngines(options)), ...(await openTorch(options))]
}

async function openEngines(options: BenchOptions): Promise<Contender[]> {
  const { launch, datasetsDirs, threads, setup, model, batchSize, engines, say } = options
  const contenders: Contender[] = []
  for (const { name, compile, label } of variants.filter(({ name }) => engines.includes(name))) {
    const trainer = new TrainerProcess(launch, () => undefined)
    try {
      const { engine } = await trainer.request('benchOpen', {
        engine: name,
        hyperparameters: { ...presets[model], batchSize },
        dataset: 'mnist',
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

async function openTorch(options: BenchOptions): Promise<Contender[]> {
  const { torchScript, torchThreads, torchCompile, batchSize, say } = options
  const contenders: Contender[] = []
  const compileModes = torchCompile ? [false, true] : [false]
  for (const [threads, compile] of torchThreads.flatMap((t) =>
    compileModes.map((w) => [t, w] as const),
  )) {
    const torch = await startTorch(torchScript, { threads, batchSize, compile })
    if (torch === undefined) {
      say('PyTorch is left out: python3 has no torch (GAN_STUDIO_PYTHON may name another Python)')
      break
    }
    contenders.push({ ...unmeasured(), name: TORCH, threads, ...torch })
  }
  return contenders
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

/**
 * Warms up, so that compilation and first memory accesses are not measured, and chooses the number
 * of steps per round from the measured speed.
 */
async function warmUp(contender: Contender): Promise<void> {
  await contender.run(1)
  const second = await contender.run(1)
  const slow = (second.milliseconds[0] ?? 0) > ROUND_MS
  const { milliseconds } = slow ? second : await contender.run(10)
  contender.stepsPerRound = Math.max(1, Math.round(ROUND_MS / quantile(milliseconds, 0.5)))
}

function summarise(
  { name, version, threads, times, generateTimes, rssBytes }: Contender,
  { generate }: BenchOptions,
  best: { stepMs: number; generateMs: number },
): BenchRow {
  const medianMs = quantile(times, 0.5)
  const generateMs = quantile(generateTimes, 0.5)
  return {
    name,
    version,
    threads,
    steps: times.length,
    medianMs,
    p10Ms: quantile(times, 0.1),
    rssBytes,
    ...ifMeasured('ratio', medianMs / best.stepMs),
    ...ifMeasured('imagesPerSecond', (generate * 1000) / generateMs),
    ...ifMeasured('generateRatio', generateMs / best.generateMs),
  }
}

/**
 * Omits the key if an operand was not measured because PyTorch is missing or no images were
 * requested.
 */
function ifMeasured<K extends string>(key: K, value: number): { [P in K]?: number } {
  return Number.isFinite(value) && value > 0 ? ({ [key]: value } as { [P in K]?: number }) : {}
}
