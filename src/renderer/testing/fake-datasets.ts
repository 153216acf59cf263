import type { CommandName, CommandReply, ParsedRequest } from '../../contract/api'
import type { DatasetDetail } from '../../contract/datasets/detail'
import type { ImportSummary } from '../../contract/datasets/import'
import type { KnownDataset } from '../../contract/datasets/known'
import type { DatasetListing } from '../../contract/datasets/listing'
import type { Preparation } from '../../contract/datasets/preparation'
import type { SourceDescription } from '../../contract/datasets/source'
import { StudioError } from '../../contract/errors'
import type { StudioEvent } from '../../contract/events'
import { fakeDatasets } from './fake-data'

/** A data set's listing with everything that a test does not care about. */
export const fakeListing = (
  name: string,
  changes: Partial<DatasetListing> = {},
): DatasetListing => ({
  ...{ name, title: name, kind: 'prepared', path: `/data/datasets/${name}` },
  ...{ images: 100, holdOut: 0, width: 64, height: 64, channels: 3 },
  ...{ labels: false, classes: null, bytes: 1_228_800, createdAt: '2026-01-02T03:04:05.000Z' },
  ...changes,
})

export const fakeImport = (id: string, changes: Partial<ImportSummary> = {}): ImportSummary => ({
  ...{ id, name: id, path: `/pictures/${id}`, state: 'running', refused: [], error: null },
  progress: {
    ...{ stage: 'reading', done: 10, total: 100, stored: 9, refused: 1 },
    ...{ duplicates: 0, perSecond: 2_000 },
  },
  ...changes,
})

export const fakeDescription = (changes: Partial<SourceDescription> = {}): SourceDescription => ({
  ...{ kind: 'folder', path: '/pictures/cats', options: {}, images: 300, testImages: 0 },
  classes: [
    { name: 'cat', images: 200 },
    { name: 'dog', images: 100 },
  ],
  labelsFrom: 'folders',
  sizes: [{ width: 640, height: 480, images: 300 }],
  ...{ sampled: 300, colour: true, transparent: false, notes: [] },
  ...changes,
})

export const fakeKnown: KnownDataset = {
  ...{ key: 'fashion-mnist', title: 'Fashion-MNIST', images: 60_000, testImages: 10_000 },
  ...{ size: 28, channels: 1, classes: 10, bytes: 30_878_645, licence: 'MIT' },
  ...{ homepage: 'https://example.org/fashion', files: ['train-images-idx3-ubyte.gz'] },
  ...{ kept: 0, stored: null },
}

type Handler<C extends CommandName> = (request: ParsedRequest<C>) => CommandReply<C>

/** The fake studio's data sets, imports and sources. */
export class FakeDatasets {
  listings: DatasetListing[] = [...fakeDatasets]
  imports: ImportSummary[] = []
  description = fakeDescription()
  readonly trash = new Map<string, DatasetListing>()
  private made = 0

  constructor(private readonly emit: (event: StudioEvent) => void) {}

  /** Sends an import's progress. */
  progress(summary: ImportSummary): void {
    this.imports = [...this.imports.filter(({ id }) => id !== summary.id), summary]
    this.emit({ type: 'import', import: summary })
  }

  /** Ends an import, which becomes a data set of its name. */
  finish(id: string): void {
    this.imports = this.imports.filter((one) => one.id !== id)
    this.listings = [...this.listings, fakeListing(id)]
    this.emit({ type: 'importEnded', id, dataset: id })
    this.emit({ type: 'datasets' })
  }

  private find(name: string): DatasetListing {
    const found = this.listings.find((one) => one.name === name)
    if (found === undefined) throw new StudioError('usage', `There is no data set "${name}"`)
    return found
  }

  private begin(name: string, path: string, known?: string): ImportSummary {
    const of = known === undefined ? {} : { known }
    const summary = fakeImport(`import-${++this.made}`, { name, path, ...of })
    this.progress(summary)
    return summary
  }

  private detail(name: string): DatasetDetail {
    const listing = this.find(name)
    return { listing, document: null, classes: null, usedBy: [], sameAs: [] }
  }

  readonly handlers: { [C in CommandName]?: Handler<C> } = {
    'datasets.list': () => ({ datasets: this.listings, imports: this.imports, removed: [] }),
    'datasets.get': ({ name }) => this.detail(name),
    'datasets.check': ({ name }) => ({ images: this.find(name).images, problems: [] }),
    'datasets.rename': ({ name, title }) => {
      const renamed = { ...this.find(name), title }
      this.listings = this.listings.map((one) => (one.name === name ? renamed : one))
      this.emit({ type: 'datasets' })
      return renamed
    },
    'datasets.remove': ({ name }) => {
      this.trash.set(`trash-${name}`, this.find(name))
      this.listings = this.listings.filter((one) => one.name !== name)
      this.emit({ type: 'datasets' })
      return { entry: `trash-${name}` }
    },
    'datasets.restore': ({ entry }) => {
      const listing = this.trash.get(entry)
      if (listing === undefined) throw new StudioError('usage', `"${entry}" is not in the trash`)
      this.listings = [...this.listings, listing]
      this.emit({ type: 'datasets' })
      return listing
    },
    'sources.describe': ({ source }) => ({ ...this.description, path: source.path }),
    'sources.cancel': () => ({}),
    'sources.preview': ({ preparation, count }) => this.preview(preparation, count),
    'imports.start': ({ name, source }) => this.begin(name, source.path),
    'imports.continue': ({ id }) => {
      const summary = fakeImport(id)
      this.progress(summary)
      return summary
    },
    'imports.cancel': ({ id }) => {
      this.imports = this.imports.filter((one) => one.id !== id)
      this.emit({ type: 'importEnded', id, dataset: null })
      return {}
    },
    'known.list': () => ({ known: [fakeKnown] }),
    'known.deleteDownloads': () => ({ bytes: fakeKnown.bytes }),
    'known.fetch': ({ key, from }) => this.begin(key, from ?? fakeKnown.homepage, key),
  }

  private preview({ imageSize }: Preparation, count: number): CommandReply<'sources.preview'> {
    const images = Array.from({ length: count }, (_, i) => {
      return { name: `cat/${i}.png`, class: 'cat', width: 640, height: 480 }
    })
    return { id: `preview-${imageSize}`, images, columns: 5, imageSize, refused: [] }
  }
}
