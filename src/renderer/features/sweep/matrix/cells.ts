import type { AxisValue } from '../../../../contract/sweep/spec'
import type { Setting } from '../settings'
import type { SweepRow } from '../table/rows'

/** A setting with more values is no side of the matrix. */
export const MOST_VALUES = 16

/** The settings that can be a side of the matrix. */
export const sidesOf = (settings: readonly Setting[]): Setting[] =>
  settings.filter(({ values }) => values.length > 1 && values.length <= MOST_VALUES)

/** The values of settings that select configurations. */
export type Chosen = Readonly<Record<string, AxisValue>>

/** Returns the configuration with exactly these values, if there is one. */
export const rowWith = (rows: readonly SweepRow[], chosen: Chosen): SweepRow | undefined =>
  rows.find(({ values }) => Object.entries(chosen).every(([name, value]) => values[name] === value))
