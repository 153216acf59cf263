import { versionedEngine } from '../../../../contract/engines'
import type { Evaluation, MetricResult } from '../../../../contract/evaluations/evaluation'
import { imageMetricOf } from '../../../../contract/metrics/images/image-metrics'
import { i18n } from '../../../i18n/i18n.svelte'
import type { ProtocolGroup } from '../protocols'
import { qualityTexts } from '../texts/texts'
import { settingNames } from './setting-names'

/** The number of characters of a hash that are shown where space is short. */
const SHORT_HASH = 8

/** The numbers of generated images of a group, ascending. */
export const countsOf = ({ evaluations }: Pick<ProtocolGroup, 'evaluations'>): number[] =>
  [...new Set(evaluations.map(({ protocol }) => protocol.generatedCount))].sort((a, b) => a - b)

/** Numbers as a list: "2,000 or 10,000". */
export function countsText(counts: readonly number[]): string {
  const { or } = i18n.of(qualityTexts).protocol
  return counts.map((each) => i18n.format.number(each)).reduce((some, one) => or(some, one))
}

/** Describes on one line how a group's evaluations were measured. */
export function protocolLine(group: ProtocolGroup): string {
  const t = i18n.of(qualityTexts).protocol
  const { net, split, realCount, seed, engine } = group.last.protocol
  return [
    t.net(net.title, net.sha256.slice(0, SHORT_HASH)),
    ...(net.weak ? [t.weak] : []),
    t.generated(countsText(countsOf(group))),
    t.against(i18n.format.number(realCount), split === 'heldOut'),
    t.weights[group.last.weights],
    t.seed(String(seed)),
    t.engine(versionedEngine(engine)),
  ].join(i18n.t.common.sentenceGap)
}

/** A fact about a protocol. */
export interface ProtocolFact {
  name: string
  value: string
}

/** All facts about how an evaluation was measured. */
export function protocolFacts(evaluation: Evaluation, counts: readonly number[]): ProtocolFact[] {
  const t = i18n.of(qualityTexts).protocol
  const { protocol, weights, floor, results } = evaluation
  const { net, dataset, split, realCount, classes, seed, engine } = protocol
  const { details } = t
  const facts: [string, string | undefined][] = [
    [details.net, `${net.title} (${net.id})`],
    [details.netHash, net.sha256],
    [details.weak, net.weak ? t.no : t.yes],
    [details.dataset, dataset.name],
    [details.fingerprint, dataset.fingerprint],
    [details.real, t.against(i18n.format.number(realCount), split === 'heldOut')],
    [details.generated, countsText(counts)],
    [details.classes, classes && t.classes[classes]],
    [details.floor, floor === null ? undefined : t.floor(floor.count, floor.split === 'heldOut')],
    [details.weights, t.weights[weights]],
    [details.seed, String(seed)],
    [details.engine, t.engine(versionedEngine(engine))],
    [details.measured, measuredText(evaluation)],
    ...results.map((result): [string, string] => [metricName(result), settingsText(result)]),
  ]
  return facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name, value }],
  )
}

function measuredText({ measuredAt, seconds }: Evaluation): string {
  const { format } = i18n
  return i18n.of(qualityTexts).protocol.took(format.dateTime(measuredAt), format.duration(seconds))
}

function metricName({ key }: MetricResult): string {
  const metric = imageMetricOf(key)
  const name = metric === undefined ? key : i18n.words(metric.label)
  return i18n.of(qualityTexts).protocol.details.metric(name)
}

/** A metric's own settings, without those of the whole measurement: "neighbours (k): 5". */
function settingsText({ protocol }: MetricResult): string {
  const known = Object.entries(protocol).flatMap(([name, value]) => {
    const label = settingNames[name]
    const text = typeof value === 'number' ? i18n.format.number(value) : value
    return label === undefined ? [] : [i18n.t.runPage.settings.value(i18n.words(label), text)]
  })
  return known.join(i18n.t.common.listGap)
}
