import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SourceDescription } from '../../../../contract/datasets/source'
import { notice } from '../../../../contract/notices'
import { filesOf } from '../../../sources/idx/find-set'
import type { SetFiles } from '../../../sources/idx/find-set'
import { checksumFault } from './checksum'
import type { KnownFile, KnownSet } from './known-set'
import { knownSets } from './known-sets'

/** The files of the training images that a description is about. @throws StudioError `data` */
export async function imageFilesOf({ path, options }: SourceDescription): Promise<SetFiles> {
  const images = options.set === undefined ? path : `${path}/${options.set}`
  const isFile = (await stat(images)).isFile()
  return filesOf(isFile ? { path: images, images } : { path }, 'train')
}

/**
 * Names the classes of IDX files that have only numbers, if the files are those of a known data
 * set: they have the published checksums or, where only an archive's were published, the archive's
 * file names and numbers of images.
 *
 * @param signal ends it
 */
export async function withKnownNames(
  description: SourceDescription,
  signal: AbortSignal,
  sets: readonly KnownSet[] = knownSets,
): Promise<SourceDescription> {
  const { kind, classes } = description
  const isNumbered = classes !== null && classes.every(({ name }) => /^\d+$/.test(name))
  if (kind !== 'idx' || !isNumbered) return description
  const alike = sets.filter((set) => isLike(set, description))
  if (alike.length === 0) return description
  const files = await imageFilesOf(description)
  for (const set of alike) {
    if (!(await isOf(set, files, signal))) continue
    const { title, licence } = set
    const classNames = [...set.classNames]
    return {
      ...description,
      licence,
      options: { ...description.options, classNames },
      classes: classes.map(({ images }, i) => ({ name: classNames[i] ?? '', images })),
      notes: [notice('noteKnownSet', { title }), ...description.notes],
    }
  }
  return description
}

/** Compares what is known without reading images. */
function isLike({ images, classNames, size }: KnownSet, found: SourceDescription): boolean {
  const [first, ...others] = found.sizes
  const isSized = first?.width === size && first.height === size && others.length === 0
  return isSized && found.images === images && found.classes?.length === classNames.length
}

async function isOf(set: KnownSet, files: SetFiles, signal: AbortSignal): Promise<boolean> {
  const named = (path: string) => basename(path).replace(/\.gz$/i, '')
  if (set.archive !== undefined) {
    return set.archive.entries.some((entry) => named(entry) === named(files.images))
  }
  // Images may have been combined with labels of another set.
  for (const path of [files.images, files.labels]) {
    const role = path === files.images ? 'train-images' : 'train-labels'
    const file = set.files.find(({ name }) => name.startsWith(role))
    if (path === undefined || file === undefined) return false
    if (!(await isPublished(path, file, signal))) return false
  }
  return true
}

async function isPublished(path: string, file: KnownFile, signal: AbortSignal): Promise<boolean> {
  const plain = !/\.gz$/i.test(path)
  return (await checksumFault(path, file, signal, plain)) === undefined
}
