import { grouped } from '../../../contract/counted'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import { imageMetricOf } from '../../../contract/metrics/images/image-metrics'
import type { Output } from '../output'
import { progressView } from '../progress-view'
import type { ProgressView } from '../progress-view'

/** Shows the progress of a measurement. */
export const showMeasuring = (output: Output): ProgressView<MeasureProgress> =>
  progressView(output, {
    json: (progress) => ({ event: 'measuring', ...progress }),
    state: (progress) => ({ done: progress.done, total: progress.of, text: textOf(progress) }),
    cleared: true,
  })

const images: Partial<Record<MeasureProgress['stage'], string>> = {
  real: 'features of real images',
  training: 'features of training images',
  generated: 'generated images and their features',
  floor: 'features of real images for the floor',
}

function textOf({ stage, metric, done, of }: MeasureProgress): string {
  if (stage === 'load') return 'loading weights, data and feature net'
  const label = metric === undefined ? '' : (imageMetricOf(metric)?.label.en ?? metric)
  if (stage === 'metric') return `${label} (${done + 1} of ${of})`
  if (stage === 'floorMetric') return `${label}, floor (${done + 1} of ${of})`
  return `${images[stage] ?? stage}: ${grouped(done)} of ${grouped(of)}`
}
