import type { EvaluationMetric } from '../../../../contract/metrics/metric'
import type { Comparison } from '../comparison.svelte'
import { evaluationsWith, metricsIn, sharedProtocols } from './measured'
import type { MeasuredRun, SharedProtocol } from './measured'

/** The measurements of the compared runs, and the protocol by which they are compared. */
export class MeasuredRuns {
  /** The key of the chosen protocol; undefined for that of most runs. */
  chosen = $state<string>()

  constructor(private readonly comparison: Comparison) {}

  /** All measurements of each run. */
  readonly all = $derived.by((): MeasuredRun[] =>
    this.comparison.runs.map(({ id, quality }) => ({
      id,
      evaluations: quality.evaluations ?? [],
    })),
  )
  readonly protocols = $derived.by(() => sharedProtocols(this.all))
  readonly protocol = $derived.by((): SharedProtocol | undefined => {
    const { protocols, chosen } = this
    return protocols.find(({ key }) => key === chosen) ?? protocols[0]
  })
  /** The measurements of each run with that protocol. */
  readonly shared = $derived.by((): MeasuredRun[] => {
    const { protocol } = this
    return this.all.map(({ id, evaluations }) => ({
      id,
      evaluations: protocol === undefined ? [] : evaluationsWith(evaluations, protocol.key),
    }))
  })
  readonly metrics = $derived.by((): EvaluationMetric[] =>
    metricsIn(this.shared.flatMap(({ evaluations }) => evaluations)),
  )

  /** These runs, in the order of the comparison. */
  named(ids: readonly string[]): { id: string; name: string }[] {
    const runs = this.comparison.runs.filter(({ id }) => ids.includes(id))
    return runs.map(({ id, name }) => ({ id, name }))
  }

  namesOf(ids: readonly string[]): string[] {
    return this.named(ids).map(({ name }) => name)
  }

  /** The runs that were measured, but not with the protocol. */
  readonly otherwise = $derived.by(() => {
    const { shared } = this
    const others = this.all.filter(
      ({ evaluations }, i) => evaluations.length > 0 && shared[i]?.evaluations.length === 0,
    )
    return others.map(({ id }) => id)
  })
  /** The runs that were not measured at all. */
  readonly unmeasured = $derived.by(() =>
    this.all.filter(({ evaluations }) => evaluations.length === 0).map(({ id }) => id),
  )
}
