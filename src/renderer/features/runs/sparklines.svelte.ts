import { SvelteMap } from 'svelte/reactivity'
import type { StudioClient } from '../../../contract/rpc'
import type { RunSummary } from '../../../contract/summary'
import type { MetricsWindow } from '../../../contract/metrics/window'
import { perStudio } from '../../state/per-studio.svelte'

const POINTS = 60
/** A curve is loaded again when its run has grown by this share. */
const GROWTH = 1.1

/** The loss curves in the list of runs, each loaded when its run comes into view. */
class Sparklines {
  private readonly loaded = new SvelteMap<string, MetricsWindow>()
  /** The step that each run was at when its curve was asked for. Nothing is drawn from it. */
  private readonly asked = new Map<string, number>()

  constructor(private readonly client: StudioClient) {}

  of(id: string): MetricsWindow | undefined {
    return this.loaded.get(id)
  }

  /** Loads the curve unless the one at hand is recent enough. */
  async want({ id, step }: Pick<RunSummary, 'id' | 'step'>): Promise<void> {
    const before = this.asked.get(id)
    // A run that resumed from an earlier step has a different curve.
    if (before !== undefined && step >= before && step < before * GROWTH) return
    this.asked.set(id, step)
    try {
      this.loaded.set(id, await this.client.call('runs.metrics', { id, buckets: POINTS }))
    } catch {
      // The list is whole without a curve; the run's own page says what is wrong with its metrics.
      this.asked.delete(id)
    }
  }
}

export const openSparklines = perStudio(({ client }) => new Sparklines(client))
