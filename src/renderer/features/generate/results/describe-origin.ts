import { i18n } from '../../../i18n/i18n.svelte'
import type { Origin } from '../generation.svelte'
import { generateTexts } from '../texts/texts'

/** Describes what images were generated from, so that two results can be told apart. */
export function describeOrigin(origin: Origin): string {
  const { from, seed, latentScale, statistics, weights } = origin
  const { format } = i18n
  const { results } = i18n.of(generateTexts)
  const source = 'file' in from ? from.file : results.fromStep(from.run, format.number(from.step))
  const details = [
    classText(origin),
    weights && results.ofWeights[weights],
    statistics === 'batch' ? results.ofBatch : undefined,
  ].filter((detail) => detail !== undefined)
  return details.reduce(
    (text, detail) => results.originWith(text, detail),
    results.origin(source, String(seed), format.number(latentScale)),
  )
}

function classText({ cycle, classes, classNames }: Origin): string | undefined {
  const { common } = i18n.t
  const { ofAllClasses, ofClass, ofClasses } = i18n.of(generateTexts).results
  if (classes === undefined) return cycle === undefined ? undefined : ofAllClasses
  const list = classes.map((number) => classNames?.[number] ?? number).join(common.listGap)
  return classes.length === 1 ? ofClass(list) : ofClasses(list)
}
