import { notice } from '../../../contract/notices'
import type { Notice } from '../../../contract/notices'
import { shortened } from '../shortened'
import { compareNames } from './names'

/** The most files that a folder or zip file may contain; each takes about 200 bytes of memory. */
export const MAX_FILES = 2_000_000
/** The most levels of folders below the one that is listed. */
export const MAX_DEPTH = 32
/** The largest file of a picture that is read, in bytes. */
export const MAX_PICTURE_BYTES = 64 * 2 ** 20

/** A file that may be a picture. */
export interface ListedFile {
  /** Path in the folder or zip file with `/`, in Unicode's normal form C. */
  name: string
  /** In bytes. */
  size: number
  /** A text that differs if the file has changed, such as its time. */
  version: string
  /** Why it cannot be used, if that is known. */
  refused?: Notice
}

/** Files that were listed and will not be read: how many, and the first names. */
export class Skipped {
  count = 0
  readonly names: string[] = []

  add(name: string): void {
    this.count++
    if (this.names.length < 3) this.names.push(shortened(name))
  }
}

/** The content of a folder or zip file, sorted by name. */
export interface Listing<F extends ListedFile> {
  files: F[]
  /** Files at any level that could have labels: `.csv`, `.tsv`, `.json` and `.jsonl`. */
  tables: F[]
  others: Skipped
  archives: Skipped
  /** Folders nested too deeply to be listed. */
  tooDeep: Skipped
  /** Folders of file systems whose files the system generates, such as /proc. */
  special: Skipped
  /** The number of files found when the time for listing ran out; undefined if it did not. */
  stoppedAt?: number
}

export const emptyListing = <F extends ListedFile>(): Listing<F> => ({
  files: [],
  tables: [],
  others: new Skipped(),
  archives: new Skipped(),
  tooDeep: new Skipped(),
  special: new Skipped(),
})

export function sortListing<F extends ListedFile>(listing: Listing<F>): Listing<F> {
  for (const files of [listing.files, listing.tables]) {
    files.sort((a, b) => compareNames(a.name, b.name) || compareNames(a.version, b.version))
  }
  return listing
}

/** Notes about files that will be skipped, and those that are known to be unusable. */
export function notesOf(listing: Listing<ListedFile>): Notice[] {
  const { files, others, archives, tooDeep, special, stoppedAt } = listing
  const notes: Notice[] = []
  if (stoppedAt !== undefined) notes.push(notice('noteStoppedLooking', { count: stoppedAt }))
  if (tooDeep.count > 0) {
    notes.push(notice('noteTooDeep', { ...namedCount(tooDeep), most: MAX_DEPTH }))
  }
  if (special.count > 0) notes.push(notice('noteSpecialFolders', namedCount(special)))
  if (others.count > 0) notes.push(notice('noteOtherFiles', namedCount(others)))
  if (archives.count > 0) notes.push(notice('noteArchives', namedCount(archives)))
  const refused = files.filter((file) => file.refused !== undefined)
  const first = refused[0]
  if (first?.refused !== undefined) {
    const { remedy: _remedy, ...why } = first.refused
    notes.push(notice('noteRefused', { count: refused.length, first: shortened(first.name), why }))
  }
  return notes
}

const namedCount = ({ count, names }: Skipped): { count: number; names: string } => ({
  count,
  names: count > names.length ? `${names.join(', ')}, …` : names.join(', '),
})
