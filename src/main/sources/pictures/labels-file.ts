import { posix } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { problemError } from '../../../contract/errors'
import { parseJsonGuarded } from '../../disk/json'
import { extensionOf, kindOfName, withoutExtension } from './names'

/** The largest labels file that is read, in bytes. */
export const MAX_LABELS_BYTES = 32 * 2 ** 20
/** Values in a JSON file of that size. */
const MAX_VALUES = 8_000_000

const TABLES = ['csv', 'tsv', 'json', 'jsonl', 'ndjson']
/** Usual names of labels files, without extension; the first that exists is used. */
const USUAL = ['labels', 'dataset', 'metadata', 'annotations', 'train']
/** Names of columns, the likeliest first. */
const FILE_COLUMNS = [
  ...['file', 'filename', 'file_name', 'filepath', 'file_path', 'image', 'image_name'],
  ...['image_path', 'image_file', 'img', 'path', 'name', 'image_id', 'id'],
]
const LABEL_COLUMNS = ['label', 'labels', 'class', 'class_name', 'category', 'target', 'class_id']

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
}

/** A file's name as a key: normal form C, with `/`, without `./` or `/` at its start. */
export const labelKey = (name: string): string =>
  posix.normalize(name.normalize('NFC').replaceAll('\\', '/')).replace(/^(?:\.?\/)+/, '')

/**
 * Parses a labels file: a table with a column of files and one of labels (CSV, or tab-separated),
 * StyleGAN's dataset.json `{"labels": [["a.png", 3], …]}`, `{"a.png": "cat", …}`,
 * `[{"file": "a.png", "label": "cat"}, …]`, or one such object per line.
 *
 * @returns undefined if the file says that there are no labels
 * @throws StudioError `data` if it has none of these forms
 */
export function parseLabels(text: string, name: string): FileLabels | undefined {
  const rows = extensionOf(name) === 'json' ? jsonRows(text, name) : tableRows(text, name)
  if (rows === undefined) return undefined
  const labels = new Map<string, string>()
  const conflicts: string[] = []
  for (const [file, label] of rows) {
    const key = labelKey(file)
    if (key === '' || label === '') continue
    const earlier = labels.get(key)
    if (earlier !== undefined && earlier !== label) conflicts.push(key)
    labels.set(key, label)
  }
  if (labels.size === 0) throw problemError('data', 'labelsColumnsUnknown', {}, { where: name })
  return { labels, conflicts }
}

type Row = readonly [file: string, label: string]

function tableRows(text: string, name: string): Row[] {
  if (/^(?:jsonl|ndjson)$/.test(extensionOf(name))) {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    return objectRows(
      lines.map((line) => parsed(line, name)),
      name,
    )
  }
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const delimiter = ['\t', ';', ','].find((each) => head.includes(each)) ?? ','
  const table = csvTable(text, delimiter, name)
  const [first = []] = table
  const columns = columnsOf(first)
  if (columns !== undefined) {
    const [file, label] = columns
    return table
      .slice(1)
      .map((row) => [row[file] ?? '', (row[label] ?? '').trim()] as const)
      .filter(isFilled)
  }
  if (first.length === 2 && kindOfName(first[0] ?? '') === 'picture') {
    return table.map(([file = '', label = '']) => [file, label.trim()] as const).filter(isFilled)
  }
  throw problemError('data', 'labelsColumnsUnknown', {}, { where: name })
}

function csvTable(text: string, delimiter: string, name: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 2 ** 16,
    })
  } catch (cause) {
    throw unreadable(cause, name)
  }
}

const isFilled = ([file, label]: Row): boolean => file !== '' && label !== ''

/** The positions of the columns of files and of labels in a heading. */
function columnsOf(heading: readonly string[]): [file: number, label: number] | undefined {
  const names = heading.map((name) => name.trim().toLowerCase().replaceAll(/[ -]/g, '_'))
  const position = (known: readonly string[]): number | undefined => {
    const found = known.find((each) => names.includes(each))
    return found === undefined ? undefined : names.indexOf(found)
  }
  const [file, label] = [position(FILE_COLUMNS), position(LABEL_COLUMNS)]
  return file === undefined || label === undefined ? undefined : [file, label]
}

const labelSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const pairsSchema = z.array(z.tuple([z.string(), labelSchema]).rest(z.unknown()))
const recordSchema = z.record(z.string(), labelSchema)

function jsonRows(text: string, name: string): Row[] | undefined {
  const value = parsed(text, name)
  if (Array.isArray(value)) return pairsOrObjects(value, name)
  if (typeof value === 'object' && value !== null && 'labels' in value) {
    const { labels } = value
    if (labels === null) return undefined
    if (Array.isArray(labels)) return pairsOrObjects(labels, name)
    if (typeof labels === 'object') return recordRows(labels, name)
  }
  return recordRows(value, name)
}

function pairsOrObjects(list: readonly unknown[], name: string): Row[] {
  const pairs = pairsSchema.safeParse(list)
  return pairs.success ? pairs.data.map(([file, label]) => [file, label]) : objectRows(list, name)
}

function recordRows(value: unknown, name: string): Row[] {
  const record = recordSchema.safeParse(value)
  if (!record.success) throw problemError('data', 'labelsColumnsUnknown', {}, { where: name })
  return Object.entries(record.data)
}

/** Rows of objects, whose keys are named like columns; those without a label are left out. */
function objectRows(list: readonly unknown[], name: string): Row[] {
  const rows: Row[] = []
  for (const each of list) {
    if (typeof each !== 'object' || each === null) continue
    const keys = Object.keys(each)
    const columns = columnsOf(keys)
    if (columns === undefined) continue
    const values = Object.values(each) as unknown[]
    const label = labelSchema.safeParse(values[columns[1]])
    const file = values[columns[0]]
    if (label.success && (typeof file === 'string' || typeof file === 'number')) {
      rows.push([String(file), label.data])
    }
  }
  if (rows.length === 0) throw problemError('data', 'labelsColumnsUnknown', {}, { where: name })
  return rows
}

function parsed(text: string, name: string): unknown {
  try {
    return parseJsonGuarded(text, { values: MAX_VALUES })
  } catch (cause) {
    throw unreadable(cause, name)
  }
}

function unreadable(cause: unknown, name: string): Error {
  const why = cause instanceof Error ? cause.message : String(cause)
  return problemError('data', 'labelsUnreadable', { why }, { where: name, cause })
}
