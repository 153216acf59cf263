import { createHash } from 'node:crypto'
import { isArrayName } from '../../../contract/datasets/file-names'
import type { SourceDescription, SourceKind } from '../../../contract/datasets/source'
import { asNotice, problemError, StudioError } from '../../../contract/errors'
import type { Notice } from '../../../contract/notices'
import { isPicture } from '../../image/picture-header'
import { mapOrdered } from '../map-ordered'
import type { OpenContext, OpenSource, ReadImage } from '../source'
import { classify, topFolder } from './classes'
import type { Classified } from './classes'
import { labelsText } from './labels-encoding'
import { findLabelsFile, MAX_LABELS_BYTES, parseLabels } from './labels-file'
import type { FileLabels, FoundLabels } from './labels-file'
import { MAX_DEPTH, MAX_PICTURE_BYTES, notesOf } from './listing'
import type { ListedFile, Listing } from './listing'
import { kindOfName } from './names'
import { sampleHeaders } from './sample'

/** Access to the files of a folder or zip file. */
export interface PictureFiles<F extends ListedFile> {
  kind: SourceKind
  path: string
  listing: Listing<F>
  /** @throws StudioError `data` if the file cannot be read */
  read(file: F, maxBytes: number): Promise<Buffer>
  /** Reads the first bytes of a file, or all of a shorter one; throws as `read`. */
  head(file: F, bytes: number): Promise<Buffer>
  /** @throws StudioError `data` if the folder or zip file as a whole cannot be read any more */
  checkWhole(): Promise<void>
  close(): Promise<void>
}

/** Files that are read at a time; and, if there are several, their bytes together. */
const CONCURRENCY = 16
const MAX_BYTES_AT_ONCE = 128 * 2 ** 20
/** The most files to recognise by their first bytes once the time for listing is over. */
const RECOGNISED_LATE = 1000
/** Enough to recognise a picture. */
const RECOGNISED_BYTES = 32

/**
 * Makes a source of listed files: finds their classes, and describes a sample.
 *
 * @throws StudioError `data` if there are no pictures
 */
export async function pictureSource<F extends ListedFile>(
  content: PictureFiles<F>,
  { signal, enough }: OpenContext,
): Promise<OpenSource> {
  await recogniseUnknown(content, { signal, ...(enough === undefined ? {} : { enough }) })
  const { files } = content.listing
  if (files.length === 0) throw withoutPictures(content)
  const top = topFolder(files)
  const found = await readLabels(content, top)
  for (const table of content.listing.tables) {
    if (found.used !== table) content.listing.others.add(table.name)
  }
  const classified = classify(files, top, found.labels)
  const sample = await sampleHeaders(content, signal)
  const description = describe(content, classified, [...found.notes])
  return {
    description: { ...description, ...sample, notes: [...description.notes, ...sample.notes] },
    stamp: stampOf(files, found.text, content.kind),
    count: files.length,
    entry: (index) => ({
      name: files[index]?.name ?? '',
      part: classified.parts[index] ?? 'train',
      label: classified.labels[index] ?? null,
    }),
    read: (indices, reading) => readAll(content, classified, indices, reading),
    close: () => content.close(),
  }
}

function withoutPictures({ kind, listing, path: where }: PictureFiles<ListedFile>): StudioError {
  const { stoppedAt, tooDeep, others, archives } = listing
  const array = [...others.names, ...archives.names].find((name) =>
    isArrayName(name.slice(name.lastIndexOf('/') + 1)),
  )
  if (kind === 'zip' && array !== undefined) {
    return problemError('data', 'arraysInZip', { name: array }, { where })
  }
  if (stoppedAt !== undefined) {
    return problemError('data', 'noPicturesSoon', { count: stoppedAt }, { where })
  }
  return tooDeep.count > 0
    ? problemError('data', 'foldersTooDeep', { most: MAX_DEPTH }, { where })
    : problemError('data', 'folderWithoutPictures', {}, { where })
}

/**
 * Files without an extension are pictures if their first bytes are a picture's. Those for which there
 * is no time left are left out.
 */
async function recogniseUnknown<F extends ListedFile>(
  { listing, head }: PictureFiles<F>,
  { signal, enough = () => false }: OpenContext,
): Promise<void> {
  const isUnknown = ({ name, refused }: F): boolean =>
    refused === undefined && kindOfName(name) === 'unknown'
  const unknown = listing.files.filter(isUnknown)
  const other = new Set<F>()
  const recognised = mapOrdered(unknown, { concurrency: CONCURRENCY, signal }, (file) =>
    head(file, RECOGNISED_BYTES).then(isPicture, () => true),
  )
  // After a listing that took too long, there is still time for some.
  const isOver = listing.stoppedAt === undefined ? enough : () => i >= RECOGNISED_LATE
  let i = 0
  for await (const known of recognised) {
    const file = unknown[i++]
    if (!known && file !== undefined) {
      other.add(file)
      listing.others.add(file.name)
    }
    if (i === unknown.length || !isOver()) continue
    for (const left of unknown.slice(i)) other.add(left)
    listing.stoppedAt ??= listing.files.length - (unknown.length - i)
    break
  }
  if (other.size > 0) listing.files = listing.files.filter((file) => !other.has(file))
}

interface Labels<F> {
  labels?: FileLabels & { base: string }
  /** The labels file, if it is one. */
  used?: F
  /** Its content. */
  text: string
  notes: Notice[]
}

async function readLabels<F extends ListedFile>(
  content: PictureFiles<F>,
  top: string,
): Promise<Labels<F>> {
  const usable = content.listing.tables.filter(({ refused }) => refused === undefined)
  const found: FoundLabels<F> | undefined = findLabelsFile(usable, top)
  if (found === undefined) return { text: '', notes: [] }
  try {
    const text = labelsText(await content.read(found.file, MAX_LABELS_BYTES))
    const labels = parseLabels(text, found.file.name)
    const used = { used: found.file, text, notes: [] }
    return labels === undefined ? used : { ...used, labels: { ...labels, base: found.base } }
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    // A table of another name may be about something else.
    return found.usual
      ? { used: found.file, text: '', notes: [asNotice(error)] }
      : { text: '', notes: [] }
  }
}

function describe(
  { kind, path, listing }: PictureFiles<ListedFile>,
  { parts, classes, labels, labelsFrom, notes }: Classified,
  labelNotes: Notice[],
): Omit<SourceDescription, 'sizes' | 'sampled' | 'unusable' | 'colour' | 'transparent'> {
  const counts = (classes ?? []).map(() => 0)
  labels.forEach((label, i) => {
    if (label !== null && parts[i] === 'train') counts[label] = (counts[label] ?? 0) + 1
  })
  const testImages = parts.filter((part) => part === 'test').length
  return {
    kind,
    path,
    options: { kind },
    images: parts.length - testImages,
    testImages,
    classes: classes?.map((name, i) => ({ name, images: counts[i] ?? 0 })) ?? null,
    labelsFrom,
    notes: [...labelNotes, ...notes, ...notesOf(listing)],
  }
}

function stampOf(files: readonly ListedFile[], labels: string, kind: SourceKind): string {
  const hash = createHash('sha256').update(`${kind}\n`).update(labels)
  for (const { name, size, version, refused } of files) {
    const why = refused?.problem?.code ?? ''
    hash.update(`${JSON.stringify(name)} ${size} ${version} ${why}\n`)
  }
  return hash.digest('hex')
}

async function* readAll<F extends ListedFile>(
  content: PictureFiles<F>,
  { classes, labels, unlabelled }: Classified,
  indices: Iterable<number>,
  signal: AbortSignal,
): AsyncGenerator<ReadImage, void, undefined> {
  await content.checkWhole()
  const { files } = content.listing
  const limits = {
    concurrency: CONCURRENCY,
    cost: { of: (index: number) => files[index]?.size ?? 0, most: MAX_BYTES_AT_ONCE },
    signal,
  }
  yield* mapOrdered(indices, limits, async (index): Promise<ReadImage> => {
    const file = files[index]
    if (file === undefined) throw new RangeError(`There is no file ${index}`)
    if (file.refused !== undefined) return { refused: file.refused }
    if (classes !== null && (labels[index] ?? null) === null) return { refused: unlabelled }
    return readOne(content, file)
  })
}

async function readOne<F extends ListedFile>(
  content: PictureFiles<F>,
  file: F,
): Promise<ReadImage> {
  try {
    return { encoded: await content.read(file, MAX_PICTURE_BYTES) }
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'data') throw error
    // If the whole folder is gone, the error is about the folder, not about this file.
    await content.checkWhole()
    const { where: _where, ...why } = asNotice(error)
    return { refused: why }
  }
}
