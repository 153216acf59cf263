import { SvelteSet } from 'svelte/reactivity'
import type { CommandRequest } from '../../../../contract/api'
import { MOST_GENERATED, USUAL_COUNT, USUAL_SEED } from '../../../../contract/evaluations/measuring'
import type { WeightsChoice } from '../../../../contract/generated'
import { imageMetrics } from '../../../../contract/metrics/images/image-metrics'
import { NetChoice } from './net-choice.svelte'

/** The largest seed of the latents. */
export const MOST_SEED = 4_294_967_295

export const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most

export const isSeed = (value: number): boolean => isWhole(value, 0, MOST_SEED)

export type MeasureFormOptions = Omit<CommandRequest<'evaluations.measure'>, 'id' | 'step'>

/** The options of a measurement; the defaults are those of the measurement at the end of training. */
export class MeasureForm {
  readonly net = new NetChoice()
  count = $state(USUAL_COUNT)
  seed = $state(USUAL_SEED)
  /** Ignored if the run has no average. */
  weights = $state<WeightsChoice>('ema')
  /** Keys of the metrics that are not measured. */
  readonly left = new SvelteSet<string>()

  readonly problems = $derived({
    count: !isWhole(this.count, 1, MOST_GENERATED),
    seed: !isSeed(this.seed),
    metrics: this.left.size === imageMetrics.length,
    path: this.net.lacksPath,
  })
  readonly valid = $derived(!Object.values(this.problems).some(Boolean))

  /** The options of a request. @param averages whether the run has an average of its weights */
  options(averages: boolean): MeasureFormOptions {
    const { count: generatedCount, seed, left } = this
    const net = this.net.request
    const metrics = imageMetrics.map(({ key }) => key).filter((key) => !left.has(key))
    return {
      ...{ generatedCount, seed },
      ...(net === undefined ? {} : { net }),
      ...(averages ? { weights: this.weights } : {}),
      ...(left.size === 0 ? {} : { metrics }),
    }
  }

  toggle(key: string): void {
    if (!this.left.delete(key)) this.left.add(key)
  }
}
