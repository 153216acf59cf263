import type { Generated } from '../../../../contract/generated'
import { fetchBitmap, fetchImage } from '../../../images/fetch-image'
import { resourceUrl } from '../../../images/resources'
import { saveBlob, saveUrl } from '../../../images/save-file'
import { exportGif } from '../../gallery/export/export-gif'
import { maxScaleFor } from '../../gallery/export/frames'
import { pingPongFrame } from './ping-pong'

/** Images loaded at once. */
const BATCH = 32
/** Side in pixels that a GIF's frames are enlarged to, if whole pixels allow. */
const GIF_SIDE = 256

const imageUrl = (set: Generated, n: number): string =>
  resourceUrl('generated', set.id, 'image', `${n}.png`)

/** The name of an image's file. @param n counted from 0; the name counts from 1, as the page does */
export const imageName = (stem: string, n: number): string => `${stem}-image-${n + 1}.png`

/**
 * Saves one image as a PNG, or several in one archive: browsers ask before a page saves several
 * files, and Chromium may cancel all but one of them.
 *
 * @param numbers counted from 0
 * @param stem the beginning of the files' names
 * @returns the file's name
 * @throws StudioError `internal` if an image cannot be loaded
 */
export async function saveImages(
  set: Generated,
  numbers: readonly number[],
  stem: string,
): Promise<string> {
  const files: [name: string, image: Blob][] = []
  for (let begin = 0; begin < numbers.length; begin += BATCH) {
    const batch = numbers.slice(begin, begin + BATCH)
    const images = await Promise.all(batch.map((n) => fetchImage(imageUrl(set, n))))
    batch.forEach((n, i) => files.push([imageName(stem, n), images[i] ?? new Blob()]))
  }
  const [only] = files
  const [name, blob] =
    only !== undefined && files.length === 1
      ? only
      : ([`${stem}-selected.zip`, await zipped(files)] as const)
  saveBlob(blob, name)
  return name
}

async function zipped(files: readonly [string, Blob][]): Promise<Blob> {
  const { zipSync } = await import('fflate')
  const entries: Record<string, Uint8Array> = {}
  for (const [name, image] of files) entries[name] = new Uint8Array(await image.arrayBuffer())
  // PNGs are already compressed.
  return new Blob([zipSync(entries, { level: 0 })], { type: 'application/zip' })
}

/** Saves a part of a set that the studio provides: its sheet or an archive. */
export function savePart(
  set: Generated,
  part: 'sheet.png' | 'images.zip' | 'idx.zip',
  name: string,
) {
  saveUrl(resourceUrl('generated', set.id, part), name)
}

/**
 * Saves an interpolation as a GIF that plays back and forth.
 *
 * @param delay milliseconds per frame
 * @throws StudioError if a frame cannot be loaded or encoded
 */
export async function saveGif(set: Generated, delay: number, name: string): Promise<void> {
  const { count, size } = set
  const steps = Array.from({ length: 2 * (count - 1) }, (_, tick) => pingPongFrame(tick, count))
  const enlarged = Math.max(1, Math.floor(GIF_SIDE / size))
  const gif = await exportGif({
    steps,
    load: (n) => fetchBitmap(imageUrl(set, n)),
    stride: 1,
    delay,
    scale: Math.max(1, Math.min(enlarged, maxScaleFor(size, size, steps.length))),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  })
  saveBlob(gif, name)
}
