import type { Curve } from './curve'

/** The result of the benchmark, as it is stored. */
export interface Qualities {
  /** Seconds. */
  budget: number
  /** Milliseconds per step by preset. */
  stepMs: Readonly<Record<string, number>>
  curves: readonly Curve[]
}

/** The measurements of a preset. */
export interface PresetQuality {
  preset: string
  /** Milliseconds per step. */
  ms: number
  /** The checkpoints, oldest first. */
  points: readonly PointOfSeeds[]
}

interface PointOfSeeds {
  step: number
  /** The time that training takes up to here. */
  minutes: number
  /** The measurements of the seeds. */
  measured: readonly Curve['points'][number][]
}

/** Groups the curves by preset, in the order in which the presets were first trained. */
export function qualityByPreset({ stepMs, curves }: Qualities): PresetQuality[] {
  return [...new Set(curves.map(({ preset }) => preset))].map((preset) => {
    const own = curves.filter((curve) => curve.preset === preset)
    const ms = stepMs[preset] ?? NaN
    const points = (own[0]?.points ?? []).map(({ step }, i) => ({
      step,
      minutes: (step * ms) / 60_000,
      measured: own.flatMap(({ points: ofSeed }) => ofSeed[i] ?? []),
    }))
    return { preset, ms, points }
  })
}
