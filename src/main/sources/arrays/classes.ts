import type { ClassCount } from '../../../contract/datasets/source'
import { notice, type Notice } from '../../../contract/notices'

/** Images for one purpose, and their labels. */
interface Labelled {
  part: 'train' | 'test'
  /** [images] as stored; null without labels. */
  labels: Uint16Array | null
}

export interface Classes<T> {
  /** The parts to use, with class indices as labels. */
  parts: T[]
  /** Counts of the training images; null without labels. */
  classes: ClassCount[] | null
  notes: Notice[]
}

/** Most classes that a data set can have. */
const MAX_CLASSES = 1000

/**
 * Numbers the classes of labels that are any whole numbers, such as EMNIST's 1 to 26: one class for
 * each label that occurs or has a name, in ascending order.
 *
 * Without labels for all training images there are no classes; test images without labels are left
 * out if the training images have classes.
 *
 * @param names names of labels; a label without one is named by its number
 */
export function numberClasses<T extends Labelled>(
  parts: readonly T[],
  names: ReadonlyMap<number, string> = new Map(),
): Classes<T> {
  const unlabelled = (notes: Notice[]): Classes<T> => ({
    parts: parts.map((part) => ({ ...part, labels: null })),
    classes: null,
    notes,
  })
  if (parts.some(({ part, labels }) => part === 'train' && labels === null)) return unlabelled([])
  const used = parts.filter(({ labels }) => labels !== null)
  const values = valuesOf(used, names)
  if (values.length > MAX_CLASSES) {
    return unlabelled([notice('tooManyClasses', { classes: values.length, most: MAX_CLASSES })])
  }
  const left = parts.length > used.length
  const notes = left ? [notice('testImagesWithoutLabels', {})] : []
  return { ...numbered(used, values, names), notes }
}

function valuesOf(parts: readonly Labelled[], names: ReadonlyMap<number, string>): number[] {
  const seen = new Uint8Array(2 ** 16)
  for (const value of names.keys()) seen[value] = 1
  for (const { labels } of parts) for (const value of labels ?? []) seen[value] = 1
  return [...seen.keys()].filter((value) => seen[value] === 1)
}

function numbered<T extends Labelled>(
  parts: readonly T[],
  values: readonly number[],
  names: ReadonlyMap<number, string>,
): Pick<Classes<T>, 'parts' | 'classes'> {
  const indices = new Uint16Array(2 ** 16)
  values.forEach((value, index) => (indices[value] = index))
  const counts = new Array<number>(values.length).fill(0)
  const renumbered = parts.map((part) => {
    const labels = part.labels?.map((value) => indices[value] as number) ?? null
    if (part.part === 'train')
      for (const label of labels ?? []) counts[label] = (counts[label] ?? 0) + 1
    return { ...part, labels }
  })
  const classes = values.map((value, index) => ({
    name: names.get(value) ?? String(value),
    images: counts[index] as number,
  }))
  return { parts: renumbered, classes }
}
