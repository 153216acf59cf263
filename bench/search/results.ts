import type { Result } from './trial'
import { METRICS } from './trial'

/** One line per trial, the best first: its metrics, steps, seed, name and hyperparameters. */
export function formatResults(results: readonly Result[]): string {
  const order = (result: Result): number => result.values.fid ?? Infinity
  return results
    .toSorted((a, b) => order(a) - order(b))
    .map((result) => {
      const { name, steps, seed, seconds, values, error } = result
      const shown = METRICS.flatMap((key) => {
        const value = values[key]
        return value === undefined ? [] : [`${key} ${value.toPrecision(4)}`]
      })
      return [name, ...shown, `${steps} steps`, `seed ${seed}`, `${seconds} s`, error ?? ''].join(
        '  ',
      )
    })
    .join('\n')
}
