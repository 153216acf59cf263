import { MAX_NAME } from './run'

/**
 * Returns the first name of the form `mnist 1`, `mnist 2` … that no run has; empty without a data
 * set.
 *
 * @param dataset a name or a path, of which the last part is used
 * @param used the names of all runs
 */
export function unusedName(dataset: string, used: readonly string[]): string {
  const last = dataset.split(/[\\/]/).findLast((part) => part.trim() !== '')
  if (last === undefined) return ''
  const taken = new Set(used)
  for (let n = 1; ; n++) {
    const number = ` ${n}`
    const name = last.trim().slice(0, MAX_NAME - number.length) + number
    if (!taken.has(name)) return name
  }
}
