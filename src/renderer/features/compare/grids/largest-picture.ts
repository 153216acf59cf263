import { shownPart } from '../../gallery/shown-part'
import type { RunGrids } from './grid-sources.svelte'
import type { Grids } from './grids.svelte'

interface Size {
  width: number
  height: number
}

/** The size of the widest picture shown, by which the zoom of all is chosen; undefined until one is decoded. */
export function largestPicture(grids: Grids, sources: readonly RunGrids[]): Size | undefined {
  const parts = sources.flatMap((source) => {
    const step = grids.stepOf(source)
    const bitmap = step === undefined ? undefined : source.images.get(step)
    const { imageSize } = source.run.config.hyperparameters
    return bitmap === undefined ? [] : [shownPart(bitmap, imageSize, grids.cell)]
  })
  return parts.reduce<Size | undefined>(
    (widest, part) => (part.width > (widest?.width ?? 0) ? part : widest),
    undefined,
  )
}
