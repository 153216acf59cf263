import { SingleBar } from 'cli-progress'
import { grouped } from '../../../contract/counted'
import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import { imageMetricOf } from '../../../contract/metrics/images/image-metrics'
import type { Output } from '../output'

/** Seconds between progress lines when stderr is not a terminal. */
const LINE_EVERY_SECONDS = 5

interface Shown {
  show(progress: MeasureProgress): void
  end(): void
}

/** Shows the progress of measuring: JSON lines, a bar on a terminal, or a line every few seconds. */
export function showMeasuring(output: Output): Shown {
  if (output.json) {
    return {
      show: (progress) => output.result('', { event: 'measuring', ...progress }),
      end: () => undefined,
    }
  }
  return process.stderr.isTTY ? bar() : lines(output)
}

function bar(): Shown {
  const drawn = new SingleBar({
    format: '{bar} {percentage}% | {text}',
    stream: process.stderr,
    ...{ barsize: 18, hideCursor: true, clearOnComplete: true },
  })
  let started = false
  return {
    show(progress) {
      const { done, of } = progress
      const text = textOf(progress)
      if (!started) drawn.start(of, done, { text })
      started = true
      drawn.setTotal(of)
      drawn.update(done, { text })
    },
    end: () => drawn.stop(),
  }
}

function lines(output: Output): Shown {
  let printedAt = 0
  return {
    show(progress) {
      if (performance.now() - printedAt < LINE_EVERY_SECONDS * 1000) return
      printedAt = performance.now()
      output.say(textOf(progress))
    },
    end: () => undefined,
  }
}

const images: Partial<Record<MeasureProgress['stage'], string>> = {
  real: 'features of real images',
  training: 'features of training images',
  generated: 'generated images and their features',
  floor: 'features of other real images',
}

function textOf({ stage, metric, done, of }: MeasureProgress): string {
  if (stage === 'load') return 'loading weights, data and feature net'
  const label = metric === undefined ? '' : (imageMetricOf(metric)?.label.en ?? metric)
  if (stage === 'metric') return `${label} (${done + 1} of ${of})`
  if (stage === 'floorMetric') return `${label} of real images (${done + 1} of ${of})`
  return `${images[stage] ?? stage}: ${grouped(done)} of ${grouped(of)}`
}
