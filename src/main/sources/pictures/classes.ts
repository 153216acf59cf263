import { posix } from 'node:path'
import type { SourceDescription } from '../../../contract/datasets/source'
import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import type { SourceEntry } from '../source'
import type { FileLabels } from './labels-file'
import { shortened } from '../shortened'
import type { ListedFile } from './listing'
import { compareNames, withoutExtension } from './names'

/** More different labels than this are probably not classes. */
export const MAX_CLASSES = 1000

/** Names of folders that stand for a part of the data set, not for a class. */
const parts: Readonly<Record<string, SourceEntry['part']>> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  val: 'test',
  valid: 'test',
  validation: 'test',
}

/** Parts and class names of files, by index. */
export interface Classified {
  parts: SourceEntry['part'][]
  /** Null if there are no classes. */
  classes: string[] | null
  /** Indices into `classes`; null for files without a label. */
  labels: (number | null)[]
  labelsFrom: SourceDescription['labelsFrom']
  /** Why files without a label are refused, if there are classes. */
  unlabelled: Notice
  notes: Notice[]
}

/**
 * The folder that contains all usable files, with a slash at its end, if there is one; else empty.
 * Archives often have such a folder, which is not a class.
 */
export function topFolder(files: readonly ListedFile[]): string {
  const usable = files.filter(({ refused }) => refused === undefined)
  const [first] = usable
  if (first === undefined) return ''
  const last = usable[usable.length - 1] ?? first
  // In sorted names, the first and last differ as early as any two; others may be shorter.
  const folders = first.name.split('/').slice(0, -1)
  const others = last.name.split('/').slice(0, -1)
  let depth = 0
  while (depth < folders.length && folders[depth] === others[depth]) depth++
  const top = folders.slice(0, depth).map((name) => `${name}/`)
  return top.join('')
}

/** Finds parts and classes, from the labels file if there is one, else from folders. */
export function classify(
  files: readonly ListedFile[],
  top: string,
  fromFile: (FileLabels & { base: string }) | undefined,
): Classified {
  const paths = files.map(({ name }) =>
    (name.startsWith(top) ? name.slice(top.length) : name).split('/'),
  )
  const hasParts = haveParts(files, paths)
  const partOf = (path: readonly string[]): SourceEntry['part'] =>
    hasParts && path.length > 1 ? (parts[path[0]?.toLowerCase() ?? ''] ?? 'train') : 'train'
  let found = paths.map(partOf)
  // If all pictures are test images, they are used for training.
  if (!found.includes('train')) found = found.map(() => 'train')
  const base = { parts: found, ...withoutClasses() }
  const byFile = fromFile === undefined ? undefined : labelsByFile(files, fromFile)
  if (byFile !== undefined && byFile.names.some((name) => name !== undefined)) {
    return { ...base, ...numbered(files, byFile.names, 'file', byFile.notes) }
  }
  const folders = paths.map((path) => {
    const below = hasParts && path.length > 1 ? path.slice(1) : path
    return below.length > 1 ? below[0] : undefined
  })
  // A folder of files none of which can be used is no class.
  const usable = new Set(folders.filter((_, i) => files[i]?.refused === undefined))
  const names = folders.map((name) => (usable.has(name) ? name : undefined))
  const notes = byFile?.notes ?? []
  if (new Set(names.filter((name) => name !== undefined)).size < 2) return { ...base, notes }
  return { ...base, ...numbered(files, names, 'folders', notes) }
}

const withoutClasses = (): Omit<Classified, 'parts'> & { labels: null[] } => ({
  classes: null,
  labels: [],
  labelsFrom: null,
  unlabelled: notice('pictureWithoutLabel', {}),
  notes: [],
})

/** True if every folder at the first level has the name of a part. */
function haveParts(files: readonly ListedFile[], paths: readonly string[][]): boolean {
  const firsts = paths.flatMap((path, i) =>
    path.length > 1 && files[i]?.refused === undefined ? [path[0] ?? ''] : [],
  )
  return firsts.length > 0 && firsts.every((name) => Object.hasOwn(parts, name.toLowerCase()))
}

type Names = (string | undefined)[]

/** Finds each file's label by its path or, failing that, its name; with or without extension. */
function labelsByFile(
  files: readonly ListedFile[],
  { labels, conflicts, base, notes: ofFile }: FileLabels & { base: string },
): { names: Names; notes: Notice[] } {
  const used = new Set<string>()
  const names = files.map(({ name }) => {
    const path = name.startsWith(base) ? name.slice(base.length) : name
    const file = posix.basename(path)
    const keys = [path, withoutExtension(path), file, withoutExtension(file), name]
    const key = keys.find((each) => labels.has(each))
    if (key === undefined) return undefined
    used.add(key)
    return labels.get(key)
  })
  const notes: Notice[] = [...ofFile]
  const missing = [...labels.keys()].filter((key) => !used.has(key))
  const first = shortened(missing[0] ?? '')
  if (used.size === 0) notes.push(notice('labelsWithoutMatch', { name: first }))
  else if (missing.length > 0) {
    notes.push(notice('noteLabelsOfMissing', { count: missing.length, first }))
  }
  if (conflicts.length > 0) {
    const given = { count: new Set(conflicts).size, first: shortened(conflicts[0] ?? '') }
    notes.push(notice('noteLabelsConflict', given))
  }
  return { names, notes }
}

/** Numbers the classes in the order of their names, or of their numbers. */
function numbered(
  files: readonly ListedFile[],
  names: Names,
  labelsFrom: 'folders' | 'file',
  notes: Notice[],
): Omit<Classified, 'parts'> {
  const classes = [...new Set(names.filter((name) => name !== undefined))].sort(compareNames)
  if (classes.length > MAX_CLASSES) {
    const given = { classes: classes.length, most: MAX_CLASSES }
    return { ...withoutClasses(), notes: [...notes, notice('noteTooManyClasses', given)] }
  }
  if (classes.every((name) => /^-?\d{1,15}$/.test(name))) {
    classes.sort((a, b) => Number(a) - Number(b) || compareNames(a, b))
  }
  const numbers = new Map(classes.map((name, i) => [name, i]))
  const labels = names.map((name) => (name === undefined ? null : (numbers.get(name) ?? null)))
  const without = files.filter((file, i) => labels[i] === null && file.refused === undefined)
  const count = without.length
  const first = shortened(without[0]?.name ?? '')
  if (count > 0) {
    const note =
      labelsFrom === 'file'
        ? notice('noteUnlabelled', { count, first })
        : notice('noteMixedFolders', { count })
    notes = [...notes, note]
  }
  const unlabelled =
    labelsFrom === 'file' ? notice('pictureWithoutLabel', {}) : notice('pictureOutsideClasses', {})
  return { classes, labels, labelsFrom, unlabelled, notes }
}
