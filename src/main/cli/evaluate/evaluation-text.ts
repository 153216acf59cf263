import { counted, grouped } from '../../../contract/counted'
import { measuredFids } from '../../../contract/evaluations/best-checkpoint'
import type { Evaluation, EvaluationProtocol } from '../../../contract/evaluations/evaluation'
import { measured } from '../../../contract/magnitude'
import { imageMetricOf } from '../../../contract/metrics/images/image-metrics'
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
  const of = step === null ? 'weights of a file' : `step ${grouped(step)}`
  const which = weights === 'ema' ? 'moving average' : 'weights as trained'
  return [
    `${of}, ${which}: ${protocolText(protocol)}`,
    ...(results.length === 0 ? [] : formatTable([heading, ...rows])),
    ...(floor === null
      ? []
      : [`“real images”: ${counted(floor.count, 'training image')} instead of generated ones`]),
    ...skipped.map(({ key, why }) => `not measured: ${labelOf(key)}. ${onOneLine(why, 'en')}`),
  ]
}

/** How images were measured, on one line. */
export function protocolText(protocol: EvaluationProtocol): string {
  const { net, dataset, split, realCount, generatedCount, classes, seed, engine } = protocol
  const real = `${grouped(realCount)} ${split === 'heldOut' ? 'held-out' : 'training'} images`
  const weak = net.weak ? ', not learned: compare runs with each other only' : ''
  const shares =
    classes === undefined
      ? ''
      : `, classes ${classes === 'asReal' ? 'as in the data' : 'equally often'}`
  return [
    `${counted(generatedCount, 'image')} of seed ${seed}${shares}, against ${real} of ${dataset.name}`,
    `features of ${net.title} (${net.sha256.slice(0, 8)}${weak})`,
    `engine ${engine.name} ${engine.version}`,
  ].join('; ')
}

/**
 * Names the checkpoint with the lowest FID of several that were measured alike; undefined if there are
 * not several.
 */
export function bestText(evaluations: readonly Evaluation[]): string | undefined {
  const fids = measuredFids(evaluations).toSorted((a, b) => a.fid - b.fid || a.step - b.step)
  const [best] = fids
  if (best === undefined || fids.length < 2) return undefined
  const of = counted(fids.length, 'checkpoint')
  return `Best of ${of}: step ${grouped(best.step)}, FID ${valueText('fid', best.fid)}`
}

const labelOf = (key: string): string => imageMetricOf(key)?.label.en ?? key

/** A metric's value with its unit; a dash if there is none. */
export function valueText(key: string, value: number | undefined): string {
  if (value === undefined) return '-'
  const { decimals = 4, unit = '' } = imageMetricOf(key) ?? {}
  // Without learned features, distances may be far smaller than usual.
  const isTiny = value !== 0 && Math.abs(value) < 10 ** (1 - decimals)
  const text = isTiny ? value.toPrecision(3) : measured(value, decimals, 'en')
  return unit === '' ? text : `${text} ${unit}`
}

function betterText(key: string): string {
  const better = imageMetricOf(key)?.better ?? 'neither'
  return better === 'neither' ? 'as real images' : better
}
