import { fetchImage } from '../../../images/fetch-image'
import type { LoadedSheet } from './sheet-cache.svelte'

/**
 * Fetches and decodes a sheet, so that drawing it does not wait.
 *
 * @throws StudioError `internal` if it does not exist or cannot be decoded
 */
export async function loadSheet(url: string, signal: AbortSignal): Promise<LoadedSheet> {
  const src = URL.createObjectURL(await fetchImage(url, signal))
  const image = new Image()
  image.src = src
  // An image that cannot be decoded ahead may still be drawn.
  await image.decode().catch(() => undefined)
  return { src, release: () => URL.revokeObjectURL(src) }
}
