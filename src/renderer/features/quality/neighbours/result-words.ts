import type { Neighbours, TypicalDistance } from '../../../../contract/neighbours/neighbours'
import { i18n } from '../../../i18n/i18n.svelte'
import { qualityTexts } from '../texts/texts'

/** A distance with three significant digits. */
export const distanceText = (distance: number): string =>
  distance === 0 ? '0' : String(Number(distance.toPrecision(3)))

/** The name of a result in a list, on one line. */
export function nameOf({ step, space, net, weights, seed, samples }: Neighbours): string {
  const { neighbours: t, protocol } = i18n.of(qualityTexts)
  return [
    i18n.of(qualityTexts).measure.step(i18n.format.number(step)),
    space === 'pixels' || net === null ? t.spaces.pixels : net.title,
    ...(net?.weak === true ? [protocol.weak] : []),
    protocol.weights[weights],
    t.count(i18n.format.number(samples.length)),
    protocol.seed(String(seed)),
  ].join(i18n.t.common.sentenceGap)
}

/** Says which distances are typical, and how the samples were found. */
export function typicalLines(found: Neighbours): string[] {
  const t = i18n.of(qualityTexts).neighbours
  const line = (words: (n: string, median: string, near: string) => string, of: TypicalDistance) =>
    words(i18n.format.number(of.count), distanceText(of.median), distanceText(of.near))
  return [
    nameOf(found),
    ...(found.heldOut === null ? [] : [line(t.heldOut, found.heldOut)]),
    line(t.training, found.training),
  ]
}
