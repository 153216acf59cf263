import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { protocolKey } from '../../../contract/evaluations/protocol-key'

/* Groups of evaluations that can be compared with each other. */

/** Evaluations of a run's checkpoints with the same protocol, except for the number of images. */
export interface ProtocolGroup {
  key: string
  /** By step, then by time. */
  evaluations: readonly Evaluation[]
  /** The one measured last, whose protocol describes the group. */
  last: Evaluation
}

const identity = (evaluation: Evaluation): string =>
  JSON.stringify([protocolKey(evaluation), evaluation.step, evaluation.protocol.generatedCount])

/** Adds an evaluation, or replaces the one of the same checkpoint and protocol. */
export function withEvaluation(
  evaluations: readonly Evaluation[],
  added: Evaluation,
): readonly Evaluation[] {
  const others = evaluations.filter((other) => identity(other) !== identity(added))
  return [...others, added].sort(byStepThenTime)
}

const byStepThenTime = (a: Evaluation, b: Evaluation): number =>
  (a.step ?? 0) - (b.step ?? 0) || byTime(a, b)

const byTime = (a: Evaluation, b: Evaluation): number => a.measuredAt.localeCompare(b.measuredAt)

/** Groups a run's evaluations by protocol; the group measured last comes first. */
export function protocolGroups(evaluations: readonly Evaluation[]): ProtocolGroup[] {
  const groups = new Map<string, Evaluation[]>()
  for (const evaluation of evaluations) {
    // Weights that do not belong to a checkpoint have no place on an axis of steps.
    if (evaluation.step === null) continue
    const key = protocolKey(evaluation)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [evaluation])
    else group.push(evaluation)
  }
  return [...groups]
    .map(([key, group]) => ({ key, evaluations: group, last: lastMeasured(group) }))
    .sort((a, b) => byTime(b.last, a.last))
}

const lastMeasured = (group: readonly Evaluation[]): Evaluation =>
  group.reduce((last, each) => (byTime(each, last) >= 0 ? each : last))
