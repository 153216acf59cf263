import { fetchBitmap } from '../../../images/fetch-image'
import { sampleUrl } from '../../../images/resources'
import { GridImages } from '../../gallery/gallery-images'
import type { ComparedRun } from '../compared-run.svelte'
import type { Comparison } from '../comparison.svelte'
import type { GridSource } from './grids.svelte'

/** The grids of a run, with the run itself. */
export interface RunGrids extends GridSource {
  run: ComparedRun
  images: GridImages
}

/** The grids of the runs shown. Each run's decoded images are kept while other runs come and go. */
class RunsGrids {
  private readonly caches = new Map<string, GridImages>()

  constructor(private readonly comparison: Comparison) {}

  readonly shown = $derived.by((): RunGrids[] => {
    return this.comparison.shown.map((run) => {
      const { axis } = run
      return {
        ...{ id: run.id, run, samples: run.view.detail?.samples ?? [] },
        ...{ at: (step: number) => axis.at(step), images: this.imagesOf(run.id) },
      }
    })
  })

  private imagesOf(id: string): GridImages {
    const images = this.caches.get(id) ?? new GridImages((step) => fetchBitmap(sampleUrl(id, step)))
    this.caches.set(id, images)
    return images
  }

  /** Releases the decoded images of all runs but these. */
  keep(ids: readonly string[]): void {
    for (const [id, images] of this.caches) if (!ids.includes(id)) images.setWanted([])
  }
}

export const gridSources = (comparison: Comparison): RunsGrids => new RunsGrids(comparison)
