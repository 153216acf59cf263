import type { Preparation } from '../../../contract/datasets/preparation'
import type { SourceDescription } from '../../../contract/datasets/source'
import { problemError } from '../../../contract/errors'
import { listed, shortened } from '../../sources/shortened'
import type { OpenSource, SourceEntry } from '../../sources/source'

/** The images of a source that become a data set, in the source's order. */
export interface Selection {
  /** Ascending indices of the source's entries, with those that it refuses for lack of a label. */
  indices: Uint32Array
  /** [indices] 1 for images of the hold-out part, 0 for training images. */
  heldOut: Uint8Array
  /** The classes that are kept, in the source's order; null without labels. */
  classes: string[] | null
  /** The number in `classes` of each class of the source; -1 for a class that is left out. */
  classNumbers: number[]
}

/**
 * Selects images by class, limit and hold-out share. The hold-out images are spread evenly over
 * each class; if the source has test images, they are the hold-out part instead.
 *
 * @throws StudioError `usage` if a class does not exist or nothing is left
 */
export function select(source: OpenSource, preparation: Preparation): Selection {
  const { classes, classNumbers } = keptClasses(source.description, preparation.classes)
  const isKept = (label: number | null): boolean =>
    classes === null || (label !== null && (classNumbers[label] ?? -1) >= 0)
  // Those that lack a label are not images of the set, but its report names them.
  const isReported = ({ part, label }: SourceEntry): boolean =>
    label === null && part === 'train' && classes !== null && preparation.classes === undefined
  const own = { train: 0, test: 0 }
  for (let i = 0; i < source.count; i++) {
    const { part, label } = source.entry(i)
    if (isKept(label)) own[part]++
  }
  const { limit = Infinity } = preparation
  const taking = { train: spread(own.train, limit), test: spread(own.test, limit) }
  const share = own.test > 0 ? 0 : preparation.holdOut
  const holding = new Map<number | null, () => boolean>()
  const indices: number[] = []
  const heldOut: number[] = []
  for (let i = 0; i < source.count; i++) {
    const entry = source.entry(i)
    const { part, label } = entry
    if (!isReported(entry) && (!isKept(label) || !taking[part]())) continue
    indices.push(i)
    heldOut.push(part === 'test' || isHeldOut(holding, label, share) ? 1 : 0)
  }
  if (own.train === 0) {
    throw problemError('usage', 'nothingSelected', {}, { where: source.description.path })
  }
  return {
    ...{ indices: Uint32Array.from(indices), heldOut: Uint8Array.from(heldOut) },
    ...{ classes, classNumbers },
  }
}

/**
 * The classes of a source that are kept, and their new numbers.
 *
 * @throws StudioError `usage` if a wanted class does not exist
 */
export function keptClasses(
  { classes, path }: Pick<SourceDescription, 'classes' | 'path'>,
  wanted: string[] | undefined,
): Pick<Selection, 'classes' | 'classNumbers'> {
  if (classes === null) {
    if (wanted === undefined) return { classes: null, classNumbers: [] }
    throw problemError('usage', 'classesWithoutLabels', {}, { where: path })
  }
  const names = classes.map(({ name }) => name)
  const missing = wanted?.find((name) => !names.includes(name))
  if (missing !== undefined) {
    const known = listed(names, 20)
    throw problemError(
      'usage',
      'classUnknown',
      { name: shortened(missing), known },
      { where: path },
    )
  }
  const kept = names.filter((name) => wanted === undefined || wanted.includes(name))
  return { classes: kept, classNumbers: names.map((name) => kept.indexOf(name)) }
}

/** Returns a function that is true for `most` of the next `count` calls, evenly spread. */
function spread(count: number, most: number): () => boolean {
  const share = Math.min(1, most / count)
  let seen = 0
  return () => Math.floor((seen + 1) * share) > Math.floor(seen++ * share)
}

/** Decides for each label on its own, so that every class is held out at the same share. */
function isHeldOut(
  holding: Map<number | null, () => boolean>,
  label: number | null,
  share: number,
): boolean {
  const decide = holding.get(label) ?? spread(1, share)
  holding.set(label, decide)
  return decide()
}
