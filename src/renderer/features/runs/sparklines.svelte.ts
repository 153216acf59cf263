import { SvelteMap } from 'svelte/reactivity'
import type { StudioClient } from '../../../contract/rpc'
import type { RunSummary } from '../../../contract/summary'
import type { MetricsWindow } from '../../../contract/metrics/window'
import { perStudio } from '../../state/per-studio.svelte'

const POINTS = 60
/** A curve is reloaded when its run's step has grown by this factor. */
const GROWTH = 1.1

/** The loss curves in the list of runs, each loaded when it comes into view. */
class Sparklines {
  private readonly loaded = new SvelteMap<string, MetricsWindow>()
  /** By run id: the run's step when its curve was requested. Not reactive. */
  private readonly requestedAt = new Map<string, number>()

  constructor(private readonly client: StudioClient) {}

  of(id: string): MetricsWindow | undefined {
    return this.loaded.get(id)
  }

  /** Loads a run's curve, unless the loaded one is recent enough. */
  async load({ id, step }: Pick<RunSummary, 'id' | 'step'>): Promise<void> {
    const before = this.requestedAt.get(id)
    // A run that resumed from an earlier step has a different curve.
    if (before !== undefined && step >= before && step < before * GROWTH) return
    this.requestedAt.set(id, step)
    try {
      this.loaded.set(id, await this.client.call('runs.metrics', { id, buckets: POINTS }))
    } catch {
      // The list is usable without the curve; the run's page reports the error.
      this.requestedAt.delete(id)
    }
  }
}

export const openSparklines = perStudio(({ client }) => new Sparklines(client))
