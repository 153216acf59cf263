import { grouped } from '../../../contract/counted'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import { fractionOf, roughly } from '../../../contract/evaluations/progress'
import { imageMetricOf } from '../../../contract/metrics/images/image-metrics'
import type { Output } from '../output'
import { duration } from '../progress'
import { progressView } from '../progress-view'
import type { ProgressView } from '../progress-view'

/** Shows the progress of a measurement. */
export const showMeasuring = (output: Output): ProgressView<MeasureProgress> =>
  progressView(output, {
    json: (progress) => ({ event: 'measuring', ...progress }),
    state: (progress) => ({ done: fractionOf(progress), total: 1, text: progressText(progress) }),
    cleared: true,
  })

const images: Partial<Record<MeasureProgress['stage'], string>> = {
  real: 'features of real images',
  training: 'features of training images',
  generated: 'generated images and their features',
  floor: 'features of real images for the floor',
}

/** Describes a measurement's stage, its progress and, if known, the time left. */
export function progressText(progress: MeasureProgress): string {
  const { secondsLeft } = progress
  const left = secondsLeft === undefined ? '' : `, about ${duration(roughly(secondsLeft))} left`
  return `${stageText(progress)}${left}`
}

function stageText({ stage, metric, done, of, share = 0 }: MeasureProgress): string {
  if (stage === 'load') return 'loading weights, data and feature net'
  if (metric !== undefined) {
    const label = imageMetricOf(metric)?.label.en ?? metric
    const which = stage === 'floorMetric' ? `${label} of the floor` : label
    return `${which} ${Math.floor(100 * share)}% (${done + 1} of ${of})`
  }
  return `${images[stage] ?? stage}: ${grouped(done)} of ${grouped(of)}`
}
