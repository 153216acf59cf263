import { hyperparameters } from '../../../../contract/hyperparameters'
import type { HyperparameterName } from '../../../../contract/hyperparameters'
import { optionsOf } from '../../../../contract/recipe/entries'
import type { Axis, AxisValue } from '../../../../contract/sweep/spec'
import { explainIssue } from '../../../i18n/explain-issue'
import { i18n } from '../../../i18n/i18n.svelte'
import { sweepTexts } from '../texts/texts'

/** A setting to vary, as edited. */
export interface AxisDraft {
  name: HyperparameterName
  kind: 'list' | 'range'
  /** The values of a list, as typed. */
  text: string
  from: number
  to: number
  scale: 'linear' | 'log'
  count: number
}

const USUAL_COUNT = 3

/** Splits typed values. */
export const partsOf = (text: string): string[] =>
  text.split(/[\s,，、;；]+/).filter((part) => part !== '')

/** A new axis: the value that the runs would share, as a list of one. */
export function newAxis(name: HyperparameterName, value: AxisValue): AxisDraft {
  const number = typeof value === 'number' ? value : 1
  return {
    ...{ name, kind: 'list', text: String(value), scale: number > 0 ? 'log' : 'linear' },
    ...{ from: number / 10, to: number * 10, count: USUAL_COUNT },
  }
}

/** An axis of a file, for editing. */
export function draftOf(name: HyperparameterName, axis: Axis): AxisDraft {
  if (Array.isArray(axis)) {
    return { ...newAxis(name, axis[0] ?? ''), text: axis.join(', ') }
  }
  const { from, to, scale, count = USUAL_COUNT } = axis
  return { name, kind: 'range', text: '', from, to, scale, count }
}

export const isChoice = (name: HyperparameterName): boolean =>
  optionsOf(hyperparameters[name]) !== undefined

/** The values of a list; NaN for text that is not a number. */
export function listOf({ name, text }: AxisDraft): AxisValue[] {
  const isText = hyperparameters[name].kind === 'choice'
  return partsOf(text).map((part) => (isText ? part : Number(part)))
}

/** The axis as in a file. @param isGrid whether a range needs a number of values */
export function axisOf(draft: AxisDraft, isGrid: boolean): Axis {
  if (draft.kind === 'list') return listOf(draft)
  const { from, to, scale, count } = draft
  return isGrid ? { from, to, scale, count } : { from, to, scale }
}

/** Returns a sentence about what is wrong with an axis; undefined if nothing is. */
export function axisFault(draft: AxisDraft, isGrid: boolean): string | undefined {
  const t = i18n.of(sweepTexts).edit
  const { kind, from, to, scale, count, name } = draft
  if (kind === 'list') return listFault(draft)
  for (const value of [from, to]) {
    const fault = valueFault(name, value)
    if (fault !== undefined) return fault
  }
  if (from >= to) return t.ascending
  if (scale === 'log' && from <= 0) return t.positive
  const isCount = Number.isInteger(count) && count >= 2 && count <= 1000
  return isGrid && !isCount ? t.countRange : undefined
}

function listFault(draft: AxisDraft): string | undefined {
  const t = i18n.of(sweepTexts).edit
  const values = listOf(draft)
  if (values.length === 0) return t.noValue
  const wrong = values.findIndex((value) => Number.isNaN(value))
  if (wrong >= 0) return t.notNumber(partsOf(draft.text)[wrong] ?? '')
  return values.map((value) => valueFault(draft.name, value)).find((fault) => fault !== undefined)
}

function valueFault(name: HyperparameterName, value: AxisValue): string | undefined {
  const issue = hyperparameters[name].schema.safeParse(value).error?.issues[0]
  return issue && explainIssue(name, { code: issue.code }, i18n.t, i18n.format)
}

/** The values of a range in a grid, as the studio computes them, to be shown. */
export function rangeValues({ name, from, to, scale, count }: AxisDraft): number[] {
  const isWhole = hyperparameters[name].kind === 'integer'
  const all = Array.from({ length: count }, (_, i) => {
    const share = i / (count - 1)
    const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
    return isWhole ? Math.round(value) : Number(value.toPrecision(6))
  })
  return [...new Set(all)]
}
