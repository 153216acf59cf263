import { median } from '../../src/main/studio/quantile'
import { qualityByPreset } from './presets'
import type { PresetQuality, Qualities } from './presets'

/** Markdown tables: FID against time for each preset, and the values at the end. */
export function qualityTable(qualities: Qualities): string {
  const tables = qualityByPreset(qualities).flatMap(({ preset, ms, points }) => [
    ...['', `### ${preset}: ${ms.toFixed(1)} ms per step`, ''],
    '| Minutes | Step | FID | Class divergence (KL) | Class accuracy, % |',
    ...[RULE, ...points.map(row)],
  ])
  return [`Budget: ${(qualities.budget / 60).toFixed(1)} minutes`, ...tables, ''].join('\n')
}

function row({ minutes, step, measured }: PresetQuality['points'][number]): string {
  const accuracies = measured.flatMap(({ classAccuracy }) => classAccuracy ?? [])
  const cells = [
    ...[minutes.toFixed(1), step.toLocaleString('en')],
    spread(measured.map(({ fid }) => fid)),
    spread(
      measured.map(({ classDivergence }) => classDivergence),
      five,
    ),
    spread(accuracies.map((share) => 100 * share)),
  ]
  return `| ${cells.join(' | ')} |`
}

const RULE = '| ---: | ---: | ---: | ---: | ---: |'

const three = (value: number): string => value.toPrecision(3)
const five = (value: number): string => value.toFixed(5)

/** The median of all seeds, and their range. */
function spread(values: readonly number[], short = three): string {
  if (values.length < 2) return values.map(short).join('')
  return `${short(median(values))} (${short(Math.min(...values))} to ${short(Math.max(...values))})`
}
