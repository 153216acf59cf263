import { expect, it } from 'vitest'
import { datasetDocumentSchema } from '../../../../contract/datasets/document'
import { i18n } from '../../../i18n/i18n.svelte'
import { fakeListing } from '../../../testing/fake-datasets'
import { factsOf, preparationFacts } from './dataset-facts'
import { dataPageTexts } from './texts/texts'

const part = { images: 3, shards: [], labels: null, classCounts: null, labelsFingerprint: null }
const sized = (...sizes: (readonly [number, number])[]) =>
  sizes.map(([width, height]) => ({ width, height, images: 1 }))

function namesOf(changes: object, preparation: object = {}) {
  const document = datasetDocumentSchema.parse({
    ...{ schemaVersion: 1, name: 'x', createdAt: '2026-01-02T03:04:05.000Z' },
    source: { kind: 'folder', path: '/x' },
    preparation: {
      ...{ imageSize: 28, channels: 1, fit: 'crop', filter: 'lanczos', background: '#ffffff' },
      ...{ holdOut: 0, duplicates: 'keep', ...preparation },
    },
    ...{ width: 28, height: 28, channels: 1, classes: null, mean: [1] },
    train: { ...part, fingerprint: '0'.repeat(64) },
    holdOut: null,
    ...changes,
  })
  const { prepare } = i18n.t.data
  const page = i18n.of(dataPageTexts)
  const keys = new Map([
    ...(['fit', 'filter', 'background'] as const).map((key) => [prepare[key], key] as const),
    [page.duplicates, 'duplicates'] as const,
  ])
  return preparationFacts(document, i18n).map(({ name }) => keys.get(name))
}

it('only preparation settings that had an effect are shown', () => {
  expect(namesOf({ sizes: sized([28, 28]) })).toEqual([])
  expect(namesOf({ sizes: sized([28, 28], [32, 32]) })).toEqual(['filter'])
  // Cropping pictures of the right height resizes nothing.
  expect(namesOf({ sizes: sized([40, 28]) })).toEqual(['fit'])
  expect(namesOf({ sizes: sized([40, 28]) }, { fit: 'pad' })).toEqual([
    ...['fit', 'filter', 'background'],
  ])
  expect(namesOf({ sizes: sized([28, 20]) }, { fit: 'pad' })).toEqual(['fit', 'background'])
  expect(namesOf({ sizes: sized([28, 20]) }, { fit: 'stretch' })).toEqual(['fit', 'filter'])
  expect(namesOf({ sizes: sized([28, 28]), duplicates: 2 })).toEqual(['duplicates'])
})

it('settings that may have had an effect are shown too', () => {
  expect(namesOf({ sizes: [] })).toEqual(['fit', 'filter'])
  const black = { background: '#000000' }
  expect(namesOf({ sizes: sized([28, 28]) }, black)).toEqual(['background'])
  const idx = { source: { kind: 'idx', path: '/x' }, sizes: sized([28, 28]) }
  expect(namesOf(idx, black)).toEqual([])
})

it('a data set always says how many images are held out', () => {
  const page = i18n.of(dataPageTexts)
  const heldOut = (holdOut: number) => {
    const listing = fakeListing('cats', { holdOut })
    const detail = { listing, document: null, classes: null, usedBy: [], sameAs: [] }
    return factsOf(detail, i18n).find(({ name }) => name === page.holdOut)?.value
  }
  expect([heldOut(0), heldOut(50)]).toEqual([page.noneHeldOut, '50'])
})
