import { counted, grouped } from '../../../contract/counted'
import { versionedEngine } from '../../../contract/engines'
import { measuredFids } from '../../../contract/evaluations/best-checkpoint'
import type { Evaluation, EvaluationProtocol } from '../../../contract/evaluations/evaluation'
import { qualityOf } from '../../../contract/evaluations/run-quality'
import { verdictOf, verdicts } from '../../../contract/evaluations/verdict'
import { imageMetricOf } from '../../../contract/metrics/images/image-metrics'
import { imageMetricStyle } from '../../../contract/metrics/images/shown'
import { onOneLine } from '../../../contract/notices'
import { formatTable } from '../table'

/** An evaluation as a table, with its protocol and what could not be measured. */
export function evaluationText(evaluation: Evaluation): string[] {
  const { protocol, results, skipped, floor, weights, step } = evaluation
  const rows = results.map(({ key, value }) => {
    const ofReal = floor?.results.find((result) => result.key === key)?.value
    return [labelOf(key), valueText(key, value), valueText(key, ofReal), betterText(key)]
  })
  const heading = ['metric', 'value', 'real images', 'better']
  const of = step === null ? 'weights from a file' : `step ${grouped(step)}`
  const which = weights === 'ema' ? 'moving average of the weights' : 'current weights'
  return [
    `${of}, ${which}: ${protocolText(protocol)}`,
    ...(results.length === 0 ? [] : formatTable([heading, ...rows])),
    ...verdictLine(evaluation),
    ...(floor === null
      ? []
      : [
          `“real images”: ${counted(floor.count, 'training image')} in place of the generated ones`,
        ]),
    ...skipped.map(({ key, why }) => `not measured: ${labelOf(key)}. ${onOneLine(why, 'en')}`),
  ]
}

/** A description on one line of how images were measured. */
export function protocolText(protocol: EvaluationProtocol): string {
  const { net, dataset, split, realCount, generatedCount, classes, seed, engine } = protocol
  const real = `${grouped(realCount)} ${split === 'heldOut' ? 'held-out' : 'training'} images`
  const weak = net.weak ? ', untrained: only compare runs with each other' : ''
  const shares =
    classes === undefined
      ? ''
      : `, classes ${classes === 'asReal' ? 'in the same proportions as the data' : 'in equal numbers'}`
  return [
    `${counted(generatedCount, 'image')} from seed ${seed}${shares}, compared with ${real} of ${dataset.name}`,
    `features of ${net.title} (${net.sha256.slice(0, 8)}${weak})`,
    `engine ${versionedEngine(engine)}`,
  ].join('; ')
}

/**
 * Names the checkpoint with the lowest FID, among several that were measured in the same way;
 * undefined if there are fewer than two.
 */
export function bestText(evaluations: readonly Evaluation[]): string | undefined {
  const fids = measuredFids(evaluations).toSorted((a, b) => a.fid - b.fid || a.step - b.step)
  const [best] = fids
  if (best === undefined || fids.length < 2) return undefined
  const of = counted(fids.length, 'checkpoint')
  return `Best of ${of}: step ${grouped(best.step)}, FID ${valueText('fid', best.fid)}`
}

/** The rating of the FID; empty for feature nets without known limits. */
function verdictLine(evaluation: Evaluation): string[] {
  const quality = qualityOf(evaluation)
  const verdict = quality === null ? undefined : verdictOf(quality)
  return verdict === undefined ? [] : [`by its FID: ${verdicts[verdict].en}`]
}

/** The name shown beside a metric's values. */
export const labelOf = (key: string): string => imageMetricOf(key)?.label.en ?? key

/** A metric's value as it is shown, with its unit; a dash if there is none. */
export function valueText(key: string, value: number | undefined): string {
  if (value === undefined) return '-'
  const metric = imageMetricOf(key)
  const { decimals = 4, unit = '' } = metric ?? {}
  // Features of an untrained net may be much closer together than those of a trained one.
  const isTiny = value !== 0 && Math.abs(value) < 10 ** (1 - decimals)
  const style = imageMetricStyle(value, decimals)
  const text = isTiny ? value.toPrecision(3) : new Intl.NumberFormat('en', style).format(value)
  return unit === '' ? text : `${text} ${unit}`
}

function betterText(key: string): string {
  const { better = 'neither', expected } = imageMetricOf(key) ?? {}
  if (expected !== undefined) return `about ${expected}`
  return better === 'neither' ? 'as for real images' : better
}
