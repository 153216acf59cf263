import type { Evaluation } from '../../../../contract/evaluations/evaluation'
import { i18n } from '../../../i18n/i18n.svelte'
import { countsText, protocolLine } from '../../quality/protocol/protocol-words'
import { compareTexts } from '../texts/texts'
import type { SharedProtocol } from './measured'
import type { MeasuredRuns } from './measured-runs.svelte'

/** Names as a list: "A, B". */
export const listed = (names: readonly string[]): string => names.join(i18n.t.common.listGap)

/** Describes a protocol on one line, with the number of runs that were measured with it. */
export function protocolWords({ key, last, runs }: SharedProtocol): string {
  const line = protocolLine({ key, last, evaluations: [last] })
  return i18n.of(compareTexts).protocol.ofRuns(line, runs.length)
}

/** Says which runs were measured differently, or with other weights or numbers of images. */
export function protocolNotes(measured: MeasuredRuns): string[] {
  const t = i18n.of(compareTexts).protocol
  const names = (ids: readonly string[]): string => listed(measured.namesOf(ids))
  const { otherwise } = measured
  return [
    ...(otherwise.length === 0 ? [] : [t.otherwise(names(otherwise))]),
    ...differing(measured, ({ weights }) => weights).map(({ value, ids }) =>
      t.weights[value](names(ids)),
    ),
    ...differing(measured, ({ protocol }) => protocol.generatedCount).map(({ value, ids }) =>
      t.counts(names(ids), countsText(value.split(',').map(Number))),
    ),
  ]
}

interface Differing<T> {
  value: T
  ids: string[]
}

/** The runs grouped by the values of their evaluations; none if all have the same. */
function differing<T extends string | number>(
  { shared }: MeasuredRuns,
  of: (evaluation: Evaluation) => T,
): Differing<T extends string ? T : string>[] {
  type Value = T extends string ? T : string
  const groups = new Map<string, string[]>()
  for (const { id, evaluations } of shared) {
    if (evaluations.length === 0) continue
    const values = [...new Set(evaluations.map(of))].sort()
    const key = values.join()
    groups.set(key, [...(groups.get(key) ?? []), id])
  }
  if (groups.size < 2) return []
  return [...groups].map(([value, ids]) => ({ value: value as Value, ids }))
}
