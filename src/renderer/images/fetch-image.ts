import { problemError, StudioError, toReport } from '../../contract/errors'

/** @throws StudioError `internal` if the image does not exist or the studio cannot be reached */
export async function fetchImage(url: string, signal?: AbortSignal): Promise<Blob> {
  try {
    const response = await fetch(url, signal === undefined ? {} : { signal })
    if (!response.ok) throw notLoaded(url, `HTTP ${response.status}`)
    return await response.blob()
  } catch (error) {
    throw error instanceof StudioError ? error : notLoaded(url, toReport(error).message, error)
  }
}

/** @throws StudioError `internal` if the image cannot be fetched or decoded */
export async function fetchBitmap(url: string): Promise<ImageBitmap> {
  const blob = await fetchImage(url)
  return createImageBitmap(blob).catch((error: unknown) => {
    throw notLoaded(url, toReport(error).message, error)
  })
}

const notLoaded = (where: string, why: string, cause?: unknown): StudioError =>
  problemError('internal', 'imageNotLoaded', { why }, { where, cause })
