import { shownPart } from '../../gallery/shown-part'
import type { RunGrids } from './grid-sources.svelte'
import type { Grids } from './grids.svelte'

/** The size of the widest picture shown, by which the zoom of all is chosen; 1 x 1 if none is decoded. */
export function largestPicture(
  grids: Grids,
  sources: readonly RunGrids[],
): { width: number; height: number } {
  const parts = sources.flatMap((source) => {
    const step = grids.stepOf(source)
    const bitmap = step === undefined ? undefined : source.images.get(step)
    const { imageSize } = source.run.config.hyperparameters
    return bitmap === undefined ? [] : [shownPart(bitmap, imageSize, grids.cell)]
  })
  return parts.reduce((widest, part) => (part.width > widest.width ? part : widest), {
    ...{ width: 1, height: 1 },
  })
}
