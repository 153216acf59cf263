import { problemError, StudioError } from '../../../contract/errors'
import { errnoOf } from '../../disk/errno'

export { errnoOf }

const problemOf = {
  ENOSPC: 'diskFull',
  EDQUOT: 'diskQuota',
  EACCES: 'diskDenied',
  EPERM: 'diskNotPermitted',
  EROFS: 'diskReadOnly',
  ENOENT: 'diskNothingThere',
  ENOTDIR: 'diskNotAFolder',
  EISDIR: 'diskAFolder',
  EIO: 'diskFault',
  EMFILE: 'diskManyFiles',
  ENFILE: 'diskManyFiles',
  EBUSY: 'diskBusy',
  ETXTBSY: 'diskBusy',
  ELOOP: 'diskLinkLoop',
  ENAMETOOLONG: 'diskNameTooLong',
  ENOTEMPTY: 'diskNotEmpty',
  EFBIG: 'diskFileTooBig',
  ENXIO: 'diskGone',
  ENODEV: 'diskGone',
  ESTALE: 'diskGone',
} as const

const isKnown = (errno: string): errno is keyof typeof problemOf => Object.hasOwn(problemOf, errno)

/**
 * Runs `work` and converts its errors to StudioErrors that say what failed and where.
 *
 * @param doing completes "Could not …", for example `save the checkpoint`
 * @throws StudioError `storage` for errors of the system; StudioErrors pass unchanged
 */
export async function onDisk<T>(doing: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asStudioError(error, doing, path)
  }
}

function asStudioError(error: unknown, doing: string, path: string): StudioError {
  if (error instanceof StudioError) return error
  const errno = errnoOf(error)
  const detail = error instanceof Error ? error.message : String(error)
  if (errno === undefined) {
    return new StudioError('internal', `Could not ${doing}: ${detail}`, {
      where: path,
      cause: error,
    })
  }
  if (isKnown(errno)) {
    return problemError('storage', problemOf[errno], { doing }, { where: path, cause: error })
  }
  const given = { doing, why: detail }
  return problemError('storage', 'diskOther', given, { where: path, cause: error })
}
