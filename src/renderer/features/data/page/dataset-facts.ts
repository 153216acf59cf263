import type { DatasetDetail } from '../../../../contract/datasets/detail'
import type { DatasetDocument } from '../../../../contract/datasets/document'
import { preparationSchema } from '../../../../contract/datasets/preparation'
import type { SourceKind } from '../../../../contract/datasets/source'
import type { Formats } from '../../../i18n/format'
import { i18n } from '../../../i18n/i18n.svelte'
import type { Catalogue } from '../../../i18n/en'
import { dataPageTexts } from './texts/texts'

/** A fact with its name; `code` for texts that people copy, such as paths. */
export interface Fact {
  name: string
  value: string
  code?: boolean
}

interface Language {
  t: Catalogue
  format: Formats
}

/** The facts about a data set itself. */
export function factsOf({ listing, document }: DatasetDetail, language: Language): Fact[] {
  const { t, format } = language
  const page = i18n.of(dataPageTexts)
  const { holdOut, classes, bytes, createdAt } = listing
  return [
    { name: page.images, value: format.number(listing.images) },
    { name: page.holdOut, value: holdOut > 0 ? format.number(holdOut) : page.noneHeldOut },
    { name: page.size, value: t.data.dimensions(listing.width, listing.height) },
    { name: page.colour, value: listing.channels === 1 ? t.data.grey : t.data.colour },
    ...(classes === null ? [] : [{ name: page.classes, value: format.number(classes) }]),
    ...(document === null ? [] : [{ name: page.mean, value: meanText(document, language) }]),
    ...(bytes === null ? [] : [{ name: page.disk, value: format.bytes(bytes) }]),
    ...(createdAt === null ? [] : [{ name: page.created, value: format.dateTime(createdAt) }]),
    { name: page.path, value: listing.path, code: true },
    ...(document === null ? [] : fingerprints(document)),
  ]
}

/** The mean of each channel, on a scale from black to white. */
function meanText({ mean }: DatasetDocument, { format }: Language): string {
  const { meanOf, meanScale } = i18n.of(dataPageTexts)
  const [red = '', green = '', blue] = mean.map((value) => format.fixed(value / 255, 2))
  return meanScale(blue === undefined ? red : meanOf(red, green, blue))
}

function fingerprints({ train }: DatasetDocument): Fact[] {
  const page = i18n.of(dataPageTexts)
  const { fingerprint, labelsFingerprint } = train
  return [
    { name: page.fingerprint, value: fingerprint, code: true },
    ...(labelsFingerprint === null
      ? []
      : [{ name: page.labelsFingerprint, value: labelsFingerprint, code: true }]),
  ]
}

/** The source of a prepared data set. */
export function sourceFacts({ source }: DatasetDocument, { t }: Language): Fact[] {
  const { sourceKinds } = t.data
  const page = i18n.of(dataPageTexts)
  return [
    { name: page.sourceKind, value: sourceKinds[source.kind] },
    { name: page.sourcePath, value: source.path, code: true },
    ...(source.licence === undefined ? [] : [{ name: page.licence, value: source.licence }]),
  ]
}

/** The parts of a data set's preparation that had an effect, as far as that is known. */
export function preparationFacts(document: DatasetDocument, { t, format }: Language): Fact[] {
  const { preparation, duplicates } = document
  const { prepare } = t.data
  const page = i18n.of(dataPageTexts)
  const { fit, filter, background, classes, limit } = preparation
  const { fitted, resized, filled } = effectsOf(document)
  const repeated = format.number(duplicates)
  return [
    ...(fitted ? [{ name: prepare.fit, value: prepare.fits[fit] }] : []),
    ...(resized ? [{ name: prepare.filter, value: prepare.filters[filter] }] : []),
    ...(filled ? [{ name: prepare.background, value: background }] : []),
    ...(classes === undefined
      ? []
      : [{ name: prepare.classes, value: classes.join(t.common.listGap) }]),
    ...(limit === undefined
      ? []
      : [{ name: prepare.limitLabel, value: t.data.imagesCount(format.number(limit)) }]),
    ...(duplicates === 0
      ? []
      : [
          {
            name: page.duplicates,
            value:
              preparation.duplicates === 'keep'
                ? page.duplicatesKept(repeated)
                : page.duplicatesSkipped(repeated),
          },
        ]),
  ]
}

/** An import counts at most this many sizes; further sizes are not recorded. */
const MAX_SIZES = 1000

/** Says which settings changed images. Whether images were transparent is not stored. */
function effectsOf({ sizes, preparation, width, height, source }: DatasetDocument) {
  const { fit, background } = preparation
  const unknown = sizes.length === 0 || sizes.length >= MAX_SIZES
  const fitted = unknown || sizes.some((one) => one.width !== one.height)
  const kept = { crop: Math.min, pad: Math.max, stretch: Math.max }[fit]
  const resized =
    unknown ||
    (fit === 'stretch' && fitted) ||
    sizes.some((one) => kept(one.width, one.height) !== Math.max(width, height))
  // A colour that the user chose was probably for transparent pictures.
  const chosen = background !== DEFAULT_BACKGROUND && hasPictures(source.kind)
  return { fitted, resized, filled: chosen || (fit === 'pad' && fitted) }
}

const DEFAULT_BACKGROUND = preparationSchema.shape.background.parse(undefined)
const hasPictures = (kind: SourceKind): boolean =>
  kind === 'folder' || kind === 'zip' || kind === 'grid' || kind === 'generated'
