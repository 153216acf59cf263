import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DATASET_SCHEMA_VERSION, datasetDocumentSchema } from '../../../contract/datasets/document'
import type { DatasetDocument, DatasetPart } from '../../../contract/datasets/document'
import type { SourceDescription } from '../../../contract/datasets/source'
import { parseWith, problemError } from '../../../contract/errors'
import { writeFileAtomic } from '../files/atomic'
import { onDisk } from '../files/disk-errors'
import { renameIfPresent, renameToFree, syncDirectory } from '../files/durable'
import { uploadAt } from '../uploads/upload-files'
import { sumUp } from './finish'
import type { ImageShape, PartFiles, PartSums } from './finish'
import { readLabels } from './labels-file'
import type { Journal } from './journal'
import { documentFile, journalFile, labelsName, partPrefix, renumbered } from './paths'
import { requirePrepared } from './read-document'
import type { Staged } from './staged'

export interface Publishing {
  datasetsDir: string
  /** The wanted name of the data set's folder. */
  id: string
  staging: string
  staged: Staged
  journal: Journal
  /** Facts about the source that the document keeps; `classes` are those of the stored labels. */
  facts: Pick<SourceDescription, 'kind' | 'path' | 'options'> & { classes: string[] | null }
}

/**
 * Turns a complete staging folder into a data set: sums up its files, writes dataset.json and
 * renames the folder.
 *
 * @param onRead called with the number of images read so far
 * @returns the folder's name: `id`, or with a number if that has been taken
 * @throws StudioError `data` if no training image was stored, `storage`
 */
export async function publishDataset(
  publishing: Publishing,
  onRead: (images: number) => void,
): Promise<string> {
  const { datasetsDir, staging, staged, journal, facts } = publishing
  if (staged.counts.train === 0) throw nothingUsable(journal, facts.path)
  const { imageSize, channels } = journal.request.preparation
  const shape: ImageShape = { width: imageSize, height: imageSize, channels }
  const classes = await withoutEmptyClasses(staging, staged, facts.classes)
  const content = { ...shape, classes, isRenumbered: classes?.length !== facts.classes?.length }
  const train = await part(staging, staged.filesOf('train'), content, onRead)
  const held = staged.filesOf('holdOut')
  const holdOut =
    held.images === 0
      ? null
      : await part(staging, held, content, (done) => onRead(train.part.images + done))
  const document = documentOf(publishing, shape, {
    ...{ classes, train: train.part, holdOut: holdOut?.part ?? null },
    mean: train.sums.channelSums.map((sum) => sum / (train.part.images * imageSize ** 2)),
  })
  await writeFileAtomic(documentFile(staging), `${JSON.stringify(document, null, 2)}\n`)
  await onDisk('save the data set', staging, async () => {
    await rm(journalFile(staging), { force: true })
    await syncDirectory(staging)
  })
  return placeDataset(datasetsDir, publishing.id, staging)
}

/*
 * The last steps of an import, each of which can be repeated if the process dies: labels are
 * renumbered into files of their own, dataset.json is written, the journal is removed, the
 * renumbered labels replace the others, and the folder is renamed. Until the journal is removed,
 * everything that it counts is as it was.
 */

function documentOf(
  { datasetsDir, journal, facts }: Publishing,
  shape: ImageShape,
  content: Pick<DatasetDocument, 'classes' | 'train' | 'holdOut' | 'mean'>,
): DatasetDocument {
  const { name, preparation, known, licence } = journal.request
  // An upload is removed after its import, so its path would lead nowhere.
  const path = uploadAt(dirname(datasetsDir), facts.path)?.name ?? facts.path
  const document: DatasetDocument = {
    schemaVersion: DATASET_SCHEMA_VERSION,
    name,
    createdAt: new Date().toISOString(),
    source: {
      ...{ kind: facts.kind, path, options: facts.options },
      ...(known === undefined ? {} : { known }),
      ...(licence === undefined ? {} : { licence }),
    },
    ...{ preparation, ...shape, ...content },
    refused: journal.refused,
    duplicates: journal.duplicates,
    sizes: journal.sizes
      .map(([width, height, images]) => ({ width, height, images }))
      .sort((a, b) => b.images - a.images),
  }
  return parseWith(datasetDocumentSchema, document, 'internal', 'The new data set')
}

interface Content extends ImageShape {
  classes: string[] | null
  /** True if the renumbered labels file is the one to use. */
  isRenumbered: boolean
}

async function part(
  dir: string,
  files: PartFiles,
  { classes, isRenumbered, ...shape }: Content,
  onRead: (images: number) => void,
): Promise<{ part: DatasetPart; sums: PartSums }> {
  const labels = files.labels !== null && isRenumbered ? renumbered(files.labels) : files.labels
  const sums = await sumUp(dir, { ...files, labels }, shape, onRead)
  const { fingerprint, labelsFingerprint, labelCounts } = sums
  const classCounts = classes && classes.map((_, i) => labelCounts?.[i] ?? 0)
  return { part: { ...files, classCounts, fingerprint, labelsFingerprint }, sums }
}

/**
 * Leaves out classes all of whose images were refused, and renumbers the others: networks are made
 * for exactly the classes that there are images of.
 */
async function withoutEmptyClasses(
  dir: string,
  staged: Staged,
  classes: string[] | null,
): Promise<string[] | null> {
  if (classes === null) return null
  const parts = await Promise.all(
    (['train', 'holdOut'] as const).map(async (name) => {
      const { labels: file, images } = staged.filesOf(name)
      return file === null ? undefined : { file, labels: await readLabels(dir, file, images) }
    }),
  )
  const used = new Set(
    parts.flatMap((part) => (part === undefined ? [] : [...new Set(part.labels)])),
  )
  const kept = classes.filter((_, i) => used.has(i))
  if (kept.length === classes.length) return classes
  const numbers = classes.map((name) => kept.indexOf(name))
  for (const part of parts) {
    if (part === undefined) continue
    const bytes = Buffer.alloc(part.labels.length * 2)
    part.labels.forEach((label, i) => bytes.writeUInt16LE(numbers[label] ?? 0, i * 2))
    await writeFileAtomic(join(dir, renumbered(part.file)), bytes)
  }
  return kept
}

/**
 * Completes a staging folder that has no journal any more, and renames it to the first free name.
 *
 * @throws StudioError `data` if it has no document, `storage`
 */
export async function placeDataset(
  datasetsDir: string,
  id: string,
  staging: string,
): Promise<string> {
  await requirePrepared(staging)
  return onDisk('save the data set', staging, async () => {
    for (const part of Object.values(partPrefix)) {
      const labels = join(staging, labelsName(part))
      await renameIfPresent(renumbered(labels), labels)
    }
    await syncDirectory(staging)
    for (let n = 1; ; n++) {
      const name = n === 1 ? id : `${id}-${n}`
      if (!(await renameToFree(staging, join(datasetsDir, name)))) continue
      await syncDirectory(datasetsDir)
      return name
    }
  })
}

function nothingUsable({ refused }: Journal, path: string): Error {
  const [first] = refused.files
  const given = { refused: refused.count, example: first?.name ?? '', why: first?.why ?? '' }
  return problemError('data', 'nothingUsable', given, { where: path })
}
