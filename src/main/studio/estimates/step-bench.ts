import { quantile } from '../quantile'
import { openContenders, TORCH } from './bench-contenders'
import type { Contender, ContenderOptions } from './bench-contenders'

export interface BenchOptions extends ContenderOptions {
  /** Number of images that each engine also generates per round; 0 for none. */
  generate: number
  rounds: number
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
