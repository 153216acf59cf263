import { stat } from 'node:fs/promises'
import type { SourceDescription, SourceRequest } from '../../contract/datasets/source'
import { problemError } from '../../contract/errors'
import type { StudioError } from '../../contract/errors'
import { notice } from '../../contract/notices'
import { errnoOf } from '../disk/errno'
import { specialFileSystem } from '../disk/special-file-system'
import { cifar } from './cifar/cifar'
import { withClassNames } from './class-names'
import { generated } from './generated'
import { grid } from './grid'
import { idx } from './idx/source'
import { npz } from './npz/npz'
import { folder } from './pictures/folder'
import { zip } from './pictures/zip'
import { listed } from './shortened'
import type { OpenContext, OpenSource, SourceType } from './source'

/** All kinds of sources, in the order of detection. */
const sources: readonly SourceType[] = [idx, cifar, npz, generated, zip, folder, grid]

/**
 * Opens a source: as the kind in its options, or as the first kind that recognises it.
 *
 * @throws StudioError `data` if there is nothing there, or nothing with images
 */
export async function openSource(
  { path, options }: SourceRequest,
  context: OpenContext,
): Promise<OpenSource> {
  await stat(path).catch((cause: Error) => {
    throw unreachable(path, cause)
  })
  const name = await specialFileSystem(path)
  if (name !== undefined) throw problemError('data', 'sourceSpecial', { name }, { where: path })
  const type = await typeOf(path, options.kind)
  if (type === undefined) throw problemError('data', 'sourceUnknown', {}, { where: path })
  const { classNames, ...others } = options
  const source = await type.open(path, others, context)
  try {
    if (classNames !== undefined) {
      const description = withClassNames(source.description, classNames)
      const used = { ...description.options, classNames }
      source.description = { ...description, options: used }
    }
  } catch (error) {
    await source.close()
    throw error
  }
  // Of a folder that was listed in part, the training images may be in the other part.
  if (context.enough?.() !== true) source.description = withEmptyClasses(source.description)
  return source
}

/** Adds a note that names the classes without training images. */
function withEmptyClasses(description: SourceDescription): SourceDescription {
  const empty = description.classes?.filter(({ images }) => images === 0) ?? []
  if (empty.length === 0) return description
  const names = listed(empty.map(({ name }) => name))
  const note = notice('noteClassesWithoutTraining', { count: empty.length, names })
  return { ...description, notes: [...description.notes, note] }
}

function unreachable(path: string, cause: Error): StudioError {
  const errno = errnoOf(cause) ?? cause.message
  const at = { where: path, cause }
  if (errno === 'ELOOP') return problemError('data', 'linkLoop', {}, at)
  const isMissing = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'].includes(errno)
  if (isMissing) return problemError('data', 'sourceMissing', {}, at)
  return problemError('data', 'dataFileUnreadable', { why: errno }, at)
}

async function typeOf(path: string, kind: string | undefined): Promise<SourceType | undefined> {
  if (kind !== undefined) return sources.find((type) => type.kind === kind)
  for (const type of sources) if (await type.detect(path)) return type
  return undefined
}
