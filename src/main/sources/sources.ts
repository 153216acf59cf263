import { stat } from 'node:fs/promises'
import type { SourceRequest } from '../../contract/datasets/source'
import { problemError } from '../../contract/errors'
import type { StudioError } from '../../contract/errors'
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
  if (classNames === undefined) return source
  try {
    const description = withClassNames(source.description, classNames)
    return Object.assign(source, {
      description: { ...description, options: { ...description.options, classNames } },
    })
  } catch (error) {
    await source.close()
    throw error
  }
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
