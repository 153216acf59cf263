import type { StudioApi } from '../../../contract/api'
import type { Fetches } from './known/fetches'
import type { Imports } from './imports'
import type { SourceChild } from './source-child'
import type { DatasetsWatch } from './datasets-watch'
import type { StoredDatasets } from './stored-datasets'

export interface DatasetParts {
  stored: StoredDatasets
  imports: Imports
  fetches: Fetches
  sources: SourceChild
  watch: DatasetsWatch
  /** Called when data sets have changed. */
  changed(): void
}

type DatasetApi = Pick<
  StudioApi,
  | 'datasets.list'
  | 'datasets.get'
  | 'datasets.check'
  | 'datasets.rename'
  | 'datasets.remove'
  | 'datasets.restore'
  | 'sources.describe'
  | 'sources.cancel'
  | 'sources.preview'
  | 'imports.start'
  | 'imports.continue'
  | 'imports.cancel'
>

export function datasetHandlers({
  stored,
  imports,
  fetches,
  sources,
  ...parts
}: DatasetParts): DatasetApi {
  const changed = <T>(answer: T): T => {
    parts.changed()
    return answer
  }
  return {
    'datasets.list': async () => {
      await parts.watch.ready()
      // In this order, an import that completes in between is listed twice rather than not at all.
      const unfinished = [...fetches.list(), ...(await imports.list())]
      return {
        datasets: await stored.list(),
        imports: unfinished,
        removed: await stored.listRemoved(),
      }
    },
    'datasets.get': ({ name }) => stored.detail(name),
    'datasets.check': ({ name }) => stored.check(name),
    'datasets.rename': async ({ name, title }) => changed(await stored.rename(name, title)),
    'datasets.remove': async ({ name }) => changed({ entry: await stored.remove(name) }),
    'datasets.restore': async ({ entry }) => changed(await stored.restore(entry)),
    'sources.describe': ({ source, ticket }) => sources.describe(source, ticket),
    'sources.cancel': async ({ ticket }) => {
      await sources.cancel(ticket)
      return {}
    },
    'sources.preview': (request) => sources.preview(request),
    'imports.start': (request) => imports.start(request),
    'imports.continue': async ({ id }) => fetches.continue(id) ?? imports.continue(id),
    'imports.cancel': async ({ id }) => {
      if (!(await fetches.cancel(id))) await imports.cancel(id)
      return {}
    },
  }
}
