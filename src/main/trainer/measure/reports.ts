import type { MeasureProgress } from '../../../contract/evaluations/measuring'
import type { OnImages } from './reference'
import { TimeLeft } from './time-left'
import type { Part, WorkKind } from './time-left'

export type OnProgress = (progress: MeasureProgress) => void
export type MetricStage = 'metric' | 'floorMetric'

/** A metric being computed: its position among `of` metrics, and the share that is done. */
export interface MetricProgress {
  key: string
  index: number
  of: number
  share: number
}

const kinds: Partial<Record<MeasureProgress['stage'], WorkKind>> = {
  real: 'net',
  training: 'net',
  floor: 'net',
  generated: 'generate',
}

/** The name of a metric's part of a measurement. */
export const partName = (stage: MetricStage, key: string): string => `${stage} ${key}`

/** Reports the progress of a measurement and the time left. */
export class Reports {
  readonly time = new TimeLeft()
  private planned = new Map<string, Part>()

  constructor(private readonly onProgress: OnProgress) {}

  /** Sets the work that is left. */
  plan(parts: readonly Part[]): void {
    this.planned = new Map(parts.map((part) => [part.name, part]))
    this.time.plan(parts)
  }

  loading(): void {
    this.onProgress({ stage: 'load', done: 0, of: 1 })
  }

  readonly images: OnImages = (stage, done, of) => {
    const kind = kinds[stage]
    this.time.report(kind && { name: stage, kind }, done)
    this.onProgress({ stage, done, of, ...this.left })
  }

  metric(stage: MetricStage, { key, index, of, share }: MetricProgress): void {
    const part = this.planned.get(partName(stage, key))
    this.time.report(part, share * (part?.amount ?? 0))
    this.onProgress({ stage, metric: key, done: index, of, share, ...this.left })
  }

  private get left(): Pick<MeasureProgress, 'secondsLeft'> {
    const { seconds } = this.time
    return seconds === null ? {} : { secondsLeft: seconds }
  }
}
