import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { listed, shortened } from '../shortened'

/** Names of columns, the likeliest first. */
const FILE_COLUMNS = [
  ...['file', 'filename', 'file_name', 'filepath', 'file_path', 'image', 'image_name'],
  ...['image_path', 'image_file', 'img', 'path', 'name', 'image_id', 'id'],
]
const LABEL_COLUMNS = ['label', 'labels', 'class', 'class_name', 'category', 'target', 'class_id']
/** The most columns that an error lists. */
const MAX_LISTED = 12

export type Row = readonly [file: string, label: string]

/** The rows of a labels file that have a file and a label, and what is known of the others. */
export interface LabelRows {
  rows: Row[]
  incomplete: Incomplete
  /** Other notes about the file. */
  notes?: Notice[]
}

/** Rows that lack a file or a label: how many, and where the first one is. */
export class Incomplete {
  private count = 0
  private first: { line: number; lacks: 'file' | 'label' } | undefined

  /** @param place the unit in which positions count, from 1 */
  constructor(private readonly place: 'line' | 'entry') {}

  /** Counts a row if it is incomplete. @returns whether it is complete */
  check([file, label]: Row, at: number): boolean {
    if (file !== '' && label !== '') return true
    this.count++
    this.first ??= { line: at, lacks: file === '' ? 'file' : 'label' }
    return false
  }

  note(): Notice | undefined {
    const { count, place, first } = this
    return first && notice('noteLabelRows', { count, place, ...first })
  }
}

const positionIn = (names: readonly string[], known: readonly string[]): number | undefined => {
  const found = known.find((each) => names.includes(each))
  return found === undefined ? undefined : names.indexOf(found)
}

const asKnown = (name: string): string => name.trim().toLowerCase().replaceAll(/[ -]/g, '_')

const positions = (heading: readonly string[]): Record<'file' | 'label', number | undefined> => {
  const names = heading.map(asKnown)
  return { file: positionIn(names, FILE_COLUMNS), label: positionIn(names, LABEL_COLUMNS) }
}

/** The positions of the columns of files and of labels in a heading. */
export function columnsOf(heading: readonly string[]): [file: number, label: number] | undefined {
  const { file, label } = positions(heading)
  return file === undefined || label === undefined ? undefined : [file, label]
}

/** A note for each of the columns in use if a later one has the same name. */
export function columnTwice(heading: readonly string[], columns: readonly number[]): Notice[] {
  const names = heading.map(asKnown)
  return columns.flatMap((used) => {
    const unused = names.indexOf(names[used] ?? '', used + 1)
    if (unused < 0) return []
    const given = { name: shortened((heading[used] ?? '').trim()), unused: unused + 1 }
    return [notice('noteLabelColumnTwice', { ...given, used: used + 1 })]
  })
}

/** The error for a heading that lacks a column; it lists the columns that are there. */
export function columnsMissing(heading: readonly string[], where: string): StudioError {
  const { file, label } = positions(heading)
  const lacks = file !== undefined ? 'label' : label !== undefined ? 'file' : 'both'
  const named = heading.filter((name) => name.trim() !== '')
  const given = {
    lacks,
    names: listed(
      named.map((name) => name.trim()),
      MAX_LISTED,
    ),
    fileNames: FILE_COLUMNS.slice(1).join(', '),
    labelNames: LABEL_COLUMNS.slice(1).join(', '),
  } as const
  return problemError('data', 'labelsColumnsUnknown', given, { where })
}
