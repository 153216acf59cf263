import type { Annotations } from '../annotations'
import type { RunQuality } from '../evaluations/run-quality'
import type { Metrics } from '../metrics/record'
import type { Run, ShownState } from '../run'
import type { Words } from '../words'

/*
 * Filters of the list of runs, which the page and the command line read alike, for example
 * "loss = hinge, learning rate < 0.001, FID <= 5, tag: night, mnist". The fields are derived from
 * the tables of hyperparameters and metrics; see fields.ts.
 */

/** `:` is for texts, which must contain the value. */
export const operators = ['=', '!=', '<', '<=', '>', '>=', ':'] as const
export type Operator = (typeof operators)[number]

export interface Condition {
  /** The key of a field. */
  field: string
  operator: Operator
  /** Null in a condition on having no value (`=`) or any value (`!=`). */
  value: string | number | null
}

/** A run meets a filter if it meets all conditions and has all words. */
export interface RunFilter {
  conditions: readonly Condition[]
  /** Words that must all occur in the name, data set (name or title) or id, ignoring case. */
  words: readonly string[]
}

/** The parts of a run that filters read; both a summary and a stored run can give them. */
export interface FilteredRun {
  id: string
  name: string
  state: ShownState
  step: number
  config: Pick<Run['config'], 'hyperparameters' | 'dataset'>
  annotations: Annotations
  latest: Metrics | null
  quality: Pick<RunQuality, 'values'> | null
}

/**
 * The kinds of field. `choice`: one of its options. `name`: a tag or group, compared as a whole.
 * `text`: may also be searched.
 */
type FieldKind = 'number' | 'choice' | 'name' | 'text'

/** The sections in which fields are offered. */
export const fieldSections = ['run', 'settings', 'metrics'] as const

export interface FilterField {
  /** Unique among all fields; used in addresses. */
  key: string
  label: Words
  section: (typeof fieldSections)[number]
  kind: FieldKind
  /** Further names by which it is found. */
  aliases: readonly string[]
  /** All possible values of a choice; of numbers, those to choose from. */
  options?: readonly { value: string | number; label: Words }[]
  /** The values of a run: none if the setting has no effect or the metric was not measured. */
  values(run: FilteredRun, titleOf: TitleOf): readonly (string | number)[]
}

/** Returns the title of a data set by its name. */
export type TitleOf = (dataset: string) => string

/** The operators of each kind, the most common first. */
export const operatorsOf: Readonly<Record<FieldKind, readonly Operator[]>> = {
  number: ['<', '<=', '=', '!=', '>=', '>'],
  choice: ['=', '!='],
  name: ['=', '!='],
  text: [':', '=', '!='],
}
