import type { Evaluation } from '../evaluations/evaluation'
import type { Hyperparameters } from '../hyperparameters'
import type { Metrics } from '../metrics/record'
import { lossOf, lowestLossD } from '../recipe/losses/smoothed'
import { activeAlarms } from './alarm'
import type { Alarm } from './alarm'
import { BLOCK } from './detector'
import type { TrainingRecord } from './detector'
import { detectors } from './detectors'
import { AlarmTracker } from './tracker'
import type { Variety } from './variety'

/**
 * Watches a run's training by its records. Each method returns the alarms that begin or end with
 * the record.
 */
export class AlarmMonitor {
  private readonly trackers: AlarmTracker[]
  private block: Metrics[] = []

  /** @param earlier alarms of the same run, which may still be active */
  constructor(
    h: Pick<Hyperparameters, 'loss' | 'labelSmoothing' | 'channels' | 'imageSize'>,
    earlier: readonly Alarm[] = [],
  ) {
    const imageValues = h.channels * h.imageSize ** 2
    const run = { loss: lossOf(h), lowestLossD: lowestLossD(h), imageValues }
    const lasting = activeAlarms(earlier)
    this.trackers = detectors.map((detector) => {
      const active = lasting.find(({ kind }) => kind === detector.kind)
      return new AlarmTracker(detector, run, active)
    })
  }

  /** @param points of consecutive steps; a step may be repeated after a failure */
  trained(points: readonly Metrics[]): Alarm[] {
    const changes: Alarm[] = []
    for (const point of points) {
      const last = this.block.at(-1)
      if (last !== undefined && point.step !== last.step + 1) this.block = []
      this.block.push(point)
      if (point.step % BLOCK === 0) changes.push(...this.endBlock())
    }
    return changes
  }

  drawn(step: number, variety: Variety): Alarm[] {
    return this.observe({ type: 'grid', step, variety })
  }

  /** Evaluations must be passed in the order of their steps. */
  evaluated(evaluation: Evaluation): Alarm[] {
    const { step } = evaluation
    return step === null ? [] : this.observe({ type: 'evaluation', step, evaluation })
  }

  /** Judges the records so far with less patience, since training has ended. */
  conclude(step: number): Alarm[] {
    const last = this.endBlock()
    const ended = this.trackers.flatMap((tracker) => tracker.conclude(step) ?? [])
    return [...last, ...ended]
  }

  private endBlock(): Alarm[] {
    const points = this.block
    this.block = []
    return points.length < BLOCK / 2 ? [] : this.observe({ type: 'steps', points })
  }

  private observe(record: TrainingRecord): Alarm[] {
    return this.trackers.flatMap((tracker) => tracker.observe(record) ?? [])
  }
}
