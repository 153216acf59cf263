import { posix } from 'node:path'
import { problemError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import { jsonRows } from './labels-json'
import { tableRows } from './labels-table'
import { extensionOf, withoutExtension } from './names'

/** The largest labels file that is read, in bytes. */
export const MAX_LABELS_BYTES = 32 * 2 ** 20

const TABLES = ['csv', 'tsv', 'json', 'jsonl', 'ndjson']
/** Usual names of labels files, without extension; the first that exists is used. */
const USUAL = ['labels', 'dataset', 'metadata', 'annotations', 'train']

export const isTable = (name: string): boolean => TABLES.includes(extensionOf(name))

/** A labels file that was found: `usual` if its name says that it is one. */
export interface FoundLabels<F> {
  file: F
  /** The folder that contains it, with a slash at its end; or empty. */
  base: string
  usual: boolean
}

/**
 * The labels file among files: one of a usual name, or the only table, in the folder that contains
 * all pictures or else in one above it.
 *
 * @param top that folder, with a slash at its end; or empty
 */
export function findLabelsFile<F extends { name: string }>(
  tables: readonly F[],
  top: string,
): FoundLabels<F> | undefined {
  const folders = top.split('/').slice(0, -1)
  for (let depth = folders.length; depth >= 0; depth--) {
    const base = folders
      .slice(0, depth)
      .map((name) => `${name}/`)
      .join('')
    const here = tables.filter(
      ({ name }) => name.startsWith(base) && !name.slice(base.length).includes('/'),
    )
    const stem = ({ name }: F) => withoutExtension(name.slice(base.length)).toLowerCase()
    for (const usual of USUAL) {
      const file = here.find((each) => stem(each) === usual)
      if (file !== undefined) return { file, base, usual: true }
    }
    const [file] = here
    if (here.length === 1 && file !== undefined) return { file, base, usual: false }
  }
  return undefined
}

/** Labels by the names of files, as {@link labelKey} writes them. */
export interface FileLabels {
  labels: Map<string, string>
  /** Names that occur more than once, with different labels. */
  conflicts: string[]
  /** Facts to know about rows that are not used. */
  notes: Notice[]
}

/** A file's name as a key: normal form C, with `/`, without `./` or `/` at its start. */
export const labelKey = (name: string): string =>
  posix.normalize(name.normalize('NFC').replaceAll('\\', '/')).replace(/^(?:\.?\/)+/, '')

/**
 * Parses a labels file: a table with a column of files and one of labels (CSV, or tab-separated),
 * StyleGAN's dataset.json `{"labels": [["a.png", 3], …]}`, `{"a.png": "cat", …}`, the manifest of
 * generated images `{"images": ["a.png", …], "labels": [3, …]}`, `[{"file": "a.png", "label": "cat"}, …]`, or one such object per line. Rows without a file or a
 * label are left out.
 *
 * @returns undefined if the file says that there are no labels
 * @throws StudioError `data` if it has none of these forms
 */
export function parseLabels(text: string, name: string): FileLabels | undefined {
  const found = extensionOf(name) === 'json' ? jsonRows(text, name) : tableRows(text, name)
  if (found === undefined) return undefined
  const labels = new Map<string, string>()
  const conflicts: string[] = []
  for (const [file, label] of found.rows) {
    const key = labelKey(file)
    if (key === '') continue
    const earlier = labels.get(key)
    if (earlier !== undefined && earlier !== label) conflicts.push(key)
    labels.set(key, label)
  }
  if (labels.size === 0) throw problemError('data', 'labelsEmpty', {}, { where: name })
  const note = found.incomplete.note()
  const notes = [...(found.notes ?? []), ...(note === undefined ? [] : [note])]
  return { labels, conflicts, notes }
}
