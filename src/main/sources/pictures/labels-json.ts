import { z } from 'zod'
import { problemError } from '../../../contract/errors'
import { plainLine } from '../../../contract/plain-text'
import { parseJsonGuarded } from '../../disk/json'
import { replacedEntries } from './json-entries'
import { columnsMissing, columnsOf, Incomplete } from './labels-columns'
import type { LabelRows, Row } from './labels-columns'

/** The most values that a JSON file may have. */
const MAX_VALUES = 8_000_000
/** Longest part of a parser's message shown, since it may quote the file. */
const MAX_REASON = 200

const labelSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const pairsSchema = z.array(z.tuple([z.string(), labelSchema]).rest(z.unknown()))
/** The manifest of generated images: their names, and their labels in the same order. */
const manifestSchema = z.object({ images: z.array(z.string()), labels: z.array(labelSchema) })
const recordSchema = z.record(z.string(), labelSchema)

/**
 * The rows of a JSON file in one of the forms that are known.
 *
 * @returns undefined if it says that there are no labels
 * @throws StudioError `data`
 */
export function jsonRows(text: string, name: string): LabelRows | undefined {
  const value = parsed(text, name)
  if (Array.isArray(value)) return pairsOrObjects(value, name)
  const { data: manifest } = manifestSchema.safeParse(value)
  if (manifest !== undefined && manifest.images.length === manifest.labels.length) {
    return complete(manifest.images.map((file, i) => [file, manifest.labels[i] ?? '']))
  }
  if (typeof value === 'object' && value !== null && 'labels' in value) {
    const { labels } = value
    if (labels === null) return undefined
    if (Array.isArray(labels)) return pairsOrObjects(labels, name)
    if (typeof labels === 'object') return recordRows(labels, { name, text, path: ['labels'] })
  }
  return recordRows(value, { name, text, path: [] })
}

/** The rows of a file with one JSON object per line. @throws StudioError `data` naming the line */
export function linesOfObjects(text: string, name: string): LabelRows {
  const objects: Placed[] = []
  text.split('\n').forEach((line, i) => {
    if (line.trim() !== '') objects.push({ value: lineParsed(line, i + 1, name), at: i + 1 })
  })
  return objectRows(objects, 'line', name)
}

function pairsOrObjects(list: readonly unknown[], name: string): LabelRows {
  const pairs = pairsSchema.safeParse(list)
  if (!pairs.success) {
    const placed = list.map((value, i) => ({ value, at: i + 1 }))
    return objectRows(placed, 'entry', name)
  }
  return complete(pairs.data.map(([file, label]) => [file, label]))
}

/** @param file its name and text, and the keys that lead to the record */
function recordRows(
  value: unknown,
  { name, text, path }: { name: string; text: string; path: readonly string[] },
): LabelRows {
  const record = recordSchema.safeParse(value)
  if (!record.success) throw problemError('data', 'labelsOtherForm', {}, { where: name })
  const count = Object.keys(value as object).length
  // A file may be named again with another label, as in other forms.
  const replaced = replacedEntries(text, path, count).flatMap(([file, given]): Row[] => {
    const label = labelSchema.safeParse(given)
    return label.success ? [[file, label.data]] : []
  })
  return complete([...replaced, ...Object.entries(record.data)])
}

function complete(rows: readonly Row[]): LabelRows {
  const incomplete = new Incomplete('entry')
  return { rows: rows.filter((row, i) => incomplete.check(row, i + 1)), incomplete }
}

/** A value of a file, and its line or position there, from 1. */
interface Placed {
  value: unknown
  at: number
}

/** Rows of objects, whose keys are named like columns. */
function objectRows(list: readonly Placed[], place: 'line' | 'entry', name: string): LabelRows {
  const rows: Row[] = []
  const incomplete = new Incomplete(place)
  let other: readonly string[] | undefined
  for (const { value, at } of list) {
    const row = typeof value === 'object' && value !== null ? rowOf(value) : undefined
    if (row === undefined) other ??= Object.keys(value ?? {})
    if (incomplete.check(row ?? ['', ''], at) && row !== undefined) rows.push(row)
  }
  if (rows.length > 0) return { rows, incomplete }
  const [first] = list
  const isObject = typeof first?.value === 'object' && !Array.isArray(first.value)
  if (isObject && other !== undefined) throw columnsMissing(other, name)
  throw problemError('data', 'labelsOtherForm', {}, { where: name })
}

/** A row with empty texts for what is missing; undefined if the keys are not those of columns. */
function rowOf(object: object): Row | undefined {
  const columns = columnsOf(Object.keys(object))
  if (columns === undefined) return undefined
  const values = Object.values(object) as unknown[]
  const label = labelSchema.safeParse(values[columns[1]])
  const file = values[columns[0]]
  const isName = typeof file === 'string' || typeof file === 'number'
  return [isName ? String(file) : '', label.success ? label.data.trim() : '']
}

function lineParsed(text: string, line: number, where: string): unknown {
  try {
    return parseJsonGuarded(text, { values: MAX_VALUES })
  } catch (cause) {
    const given = { line, why: messageOf(cause) }
    throw problemError('data', 'labelsLineUnreadable', given, { where, cause })
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return parseJsonGuarded(text, { values: MAX_VALUES })
  } catch (cause) {
    throw problemError('data', 'labelsUnreadable', { why: messageOf(cause) }, { where, cause })
  }
}

const messageOf = (cause: unknown): string =>
  plainLine(cause instanceof Error ? cause.message : String(cause), MAX_REASON)
