import { problemError } from '../../../../contract/errors'
import type { LabelledImages } from './labelled-images'

/** With fewer images, a net would not generalise. */
const FEWEST_IMAGES = 100
const FEWEST_PER_CLASS = 5

/**
 * Refuses a data set without at least two classes.
 *
 * @param name of the data set
 * @param classes their names; null without labels
 * @returns the names
 * @throws StudioError `data`
 */
export function refuseUnlabelled(
  name: string,
  classes: readonly string[] | null,
): readonly string[] {
  if (classes === null) throw problemError('data', 'netNeedsLabels', { name })
  if (classes.length < 2) throw problemError('data', 'netNeedsClasses', { name })
  return classes
}

/**
 * Refuses images that no classifier can learn from.
 *
 * @param name of the data set
 * @param data the images to train on
 * @param names of the classes
 * @throws StudioError `data` if they have no labels, fewer than two classes or too few images
 */
export function refuseUntrainable(
  name: string,
  data: LabelledImages,
  names: readonly string[],
): void {
  const { labels, chosen } = data
  const classes = names.length
  refuseUnlabelled(name, labels.length === 0 ? null : names)
  const counts = new Array<number>(classes).fill(0)
  for (const index of chosen) {
    const label = labels[index] as number
    counts[label] = (counts[label] ?? 0) + 1
  }
  if (chosen.length < FEWEST_IMAGES) {
    const given = { name, images: chosen.length, needed: FEWEST_IMAGES }
    throw problemError('data', 'netNeedsImages', given)
  }
  const fewest = Math.min(...counts)
  if (fewest >= FEWEST_PER_CLASS) return
  throw problemError('data', 'netNeedsImagesOfClass', {
    ...{
      name,
      class: names[counts.indexOf(fewest)] ?? '',
      images: fewest,
      needed: FEWEST_PER_CLASS,
    },
  })
}
