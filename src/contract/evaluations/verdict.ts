import { bundledNets } from '../feature-nets/choice'
import type { Words } from '../words'
import type { RunQuality } from './run-quality'

/*
 * Ratings of FIDs. The limits were set by looking at the images of runs (docs/metrics.md). They
 * apply only to the trained feature nets that come with the studio: other nets have other scales.
 */

/** An FID below this many times its floor is close to real images. */
export const CLOSE = 3
/** Images are recognisable below this FID. */
export const RECOGNISABLE = 200

export const verdicts = {
  close: { en: 'close to real images', zh: '接近真实图像' },
  recognisable: {
    en: 'recognisable, but different from real images',
    zh: '可以辨认，但与真实图像仍有差异',
  },
  far: { en: 'far from real images', zh: '与真实图像相差很远' },
} satisfies Record<string, Words>
export type Verdict = keyof typeof verdicts

/**
 * Rates an FID; undefined for feature nets without known limits, or without a floor from the same
 * number of images.
 */
export function verdictOf({
  fid,
  floor,
  net,
}: Pick<RunQuality, 'fid' | 'floor'> & { net: { id: string } }): Verdict | undefined {
  if (floor === null || !bundledNets.some((id) => id === net.id)) return undefined
  if (fid < CLOSE * floor) return 'close'
  return fid < RECOGNISABLE ? 'recognisable' : 'far'
}
