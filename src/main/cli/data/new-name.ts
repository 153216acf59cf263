import type { DatasetListing } from '../../../contract/datasets/listing'
import type { ImportSummary } from '../../../contract/datasets/import'
import { freeName } from '../../../contract/datasets/suggest'
import { StudioError } from '../../../contract/errors'
import { shellWord } from '../../../contract/shell-word'
import { idFor } from '../../storage/datasets/staging'
import { commandHint } from '../hints'

interface Used {
  datasets: readonly Pick<DatasetListing, 'name' | 'title'>[]
  /** Unfinished imports. */
  imports: readonly Pick<ImportSummary, 'id' | 'name'>[]
}

/** A name like the suggested one that no data set or import has, as name or as title. */
export function freeNameLike(suggested: string, used: Used): string {
  const titles = [
    ...used.datasets.map(({ title }) => title),
    ...used.imports.map(({ name }) => name),
  ]
  const ids = idsOf(used)
  for (;;) {
    const name = freeName(suggested, titles)
    if (!ids.includes(idFor(name))) return name
    titles.push(name)
  }
}

/** @throws StudioError `usage` if a data set or an import has the name, or its folder, already */
export function refuseUsedName(name: string, used: Used): void {
  const folder = idFor(name)
  const same = (id: string, title: string): boolean => [id, title].includes(name) || id === folder
  const where = { where: '--name' }
  const dataset = used.datasets.find((one) => same(one.name, one.title))
  if (dataset !== undefined) {
    throw new StudioError('usage', conflict(name, 'data set', dataset.name, dataset.title), {
      ...where,
      remedy: `Give another --name, or remove it first: ${commandHint('data', 'remove', shellWord(dataset.name))}`,
    })
  }
  const unfinished = used.imports.find((one) => same(one.id, one.name))
  if (unfinished === undefined) return
  const { id } = unfinished
  throw new StudioError('usage', conflict(name, 'unfinished import', id, unfinished.name), {
    ...where,
    remedy: `Give another --name, or continue it: ${commandHint('data', 'continue', shellWord(id))}`,
  })
}

const conflict = (name: string, kind: string, id: string, title: string): string =>
  [id, title].includes(name)
    ? `The ${kind} ${id} has the name "${name}" already`
    : `The folder of "${name}" would be ${id}, which is that of the ${kind} "${title}"`

const idsOf = ({ datasets, imports }: Used): string[] => [
  ...datasets.map(({ name }) => name),
  ...imports.map(({ id }) => id),
]
