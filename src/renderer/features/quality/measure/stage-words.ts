import type { MeasureProgress } from '../../../../contract/evaluations/measuring'
import { roughly } from '../../../../contract/evaluations/progress'
import { imageMetricOf } from '../../../../contract/metrics/images/image-metrics'
import { i18n } from '../../../i18n/i18n.svelte'
import { qualityTexts } from '../texts/texts'

/** Describes a measurement's stage, its progress and, if known, the time left. */
export function stageWords(progress: MeasureProgress): string {
  const t = i18n.of(qualityTexts).measure
  const { secondsLeft } = progress
  const words = withoutTime(progress)
  return secondsLeft === undefined
    ? words
    : t.left(words, i18n.format.duration(roughly(secondsLeft)))
}

function withoutTime({ stage, done, of, metric, share = 0 }: MeasureProgress): string {
  const t = i18n.of(qualityTexts).measure
  const number = (value: number): string => i18n.format.number(value)
  if (metric !== undefined) {
    const known = imageMetricOf(metric)
    const label = known === undefined ? metric : i18n.words(known.label)
    const percent = `${Math.floor(100 * share)}%`
    return t.metric(t.stages[stage], label, percent, number(done + 1), number(of))
  }
  return of <= 1 ? t.stages[stage] : t.progress(t.stages[stage], number(done), number(of))
}
