/*
 * The classes of images made by a class-conditional generator: the chosen ones, or all, repeated in
 * order, so that an image's class depends only on its index.
 */

/** Returns the label of image `index`, counted from 0. */
export const labelOf = (
  index: number,
  chosen: readonly number[] | undefined,
  classes: number,
): number => chosen?.[index % chosen.length] ?? index % classes

/**
 * Parses a list of classes and ranges of classes, such as `3, 5-7`.
 *
 * @returns undefined if the text is not such a list, names a class that is not below `classes`, or
 *   more than {@link MAX_CHOSEN} classes
 */
export function parseClasses(text: string, classes: number): number[] | undefined {
  const chosen: number[] = []
  for (const part of text.split(',')) {
    const [, first, last = first] = /^\s*(\d{1,4})\s*(?:-\s*(\d{1,4})\s*)?$/.exec(part) ?? []
    const [from, to] = [Number(first ?? NaN), Number(last ?? NaN)]
    if (!(from <= to && to < classes)) return undefined
    for (let label = from; label <= to; label++) chosen.push(label)
  }
  return chosen.length <= MAX_CHOSEN ? chosen : undefined
}

/** The largest number of classes that can be chosen, counting repetitions. */
export const MAX_CHOSEN = 1000
