import { StudioError } from '../../contract/errors'

const explanations: Record<string, { problem: string; remedy: string }> = {
  ENOSPC: {
    problem: 'the disk is full',
    remedy: 'Free some space there and try again; what was saved before is intact.',
  },
  EDQUOT: {
    problem: 'your disk quota is used up',
    remedy: 'Free some space there and try again; what was saved before is intact.',
  },
  EACCES: {
    problem: 'permission was denied',
    remedy: 'Give yourself access to this place, or choose another data folder.',
  },
  EPERM: {
    problem: 'the operation is not permitted',
    remedy: 'Give yourself access to this place, close programs that use it, or choose another.',
  },
  EROFS: {
    problem: 'the disk is read-only',
    remedy: 'Choose a data folder on a disk that can be written.',
  },
  ENOENT: {
    problem: 'there is no such file or folder',
    remedy: 'Check the path, and that its disk is connected.',
  },
  ENOTDIR: { problem: 'a part of the path is not a folder', remedy: 'Check the path.' },
  EISDIR: { problem: 'it is a folder, not a file', remedy: 'Check the path.' },
  EIO: {
    problem: 'the disk reported a fault',
    remedy: 'The disk may be failing: copy your data elsewhere and check it.',
  },
  EMFILE: {
    problem: 'too many files are open',
    remedy: 'Close other programs, or raise the limit on open files.',
  },
  EBUSY: {
    problem: 'another program is using it',
    remedy: 'Close the other program and try again.',
  },
}

/** The system's error code of anything thrown, such as ENOSPC. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/**
 * Runs `work`; what it throws becomes a StudioError that says what could not be done and where.
 *
 * @param doing completes "Could not …", for example `save the checkpoint`
 * @throws StudioError `storage` for what the system reports; StudioErrors pass unchanged
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
  const known = explanations[errno]
  return new StudioError('storage', `Could not ${doing}: ${known?.problem ?? detail}`, {
    where: path,
    remedy: known?.remedy ?? 'Check the disk that holds this path, then try again.',
    cause: error,
  })
}
