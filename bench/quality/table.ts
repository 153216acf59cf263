import { median } from '../../src/main/studio/quantile'
import type { Curve } from './curve'

export interface Qualities {
  budget: number
  stepMs: Readonly<Record<string, number>>
  curves: readonly Curve[]
}

/** Markdown tables: FID against time for each preset, and the values at the end. */
export function qualityTable({ budget, stepMs, curves }: Qualities): string {
  const presets = [...new Set(curves.map(({ preset }) => preset))]
  const lines = presets.flatMap((preset) => {
    const own = curves.filter((curve) => curve.preset === preset)
    const ms = stepMs[preset] ?? NaN
    const steps = own[0]?.points.map(({ step }) => step) ?? []
    const rows = steps.map((step, i) => {
      const at = own.flatMap(({ points }) => points[i] ?? [])
      const minutes = ((step * ms) / 60_000).toFixed(1)
      const cells = [minutes, step.toLocaleString('en'), spread(at.map(({ fid }) => fid))]
      cells.push(
        spread(
          at.map(({ classDivergence }) => classDivergence),
          five,
        ),
      )
      const agreed = at.flatMap(({ classAccuracy }) => classAccuracy ?? [])
      cells.push(agreed.length === 0 ? '' : spread(agreed.map((share) => 100 * share)))
      return `| ${cells.join(' | ')} |`
    })
    return [
      ...['', `### ${preset}: ${ms.toFixed(1)} ms per step`, ''],
      ...['| Minutes | Step | FID | Class divergence (KL) | Class accuracy, % |', RULE, ...rows],
    ]
  })
  return [`Budget: ${(budget / 60).toFixed(1)} minutes`, ...lines, ''].join('\n')
}

const RULE = '| ---: | ---: | ---: | ---: | ---: |'

const three = (value: number): string => value.toPrecision(3)
const five = (value: number): string => value.toFixed(5)

/** The median of all seeds, and their range. */
function spread(values: readonly number[], short = three): string {
  if (values.length < 2) return values.map(short).join('')
  return `${short(median(values))} (${short(Math.min(...values))} to ${short(Math.max(...values))})`
}
