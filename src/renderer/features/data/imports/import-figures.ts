import type { ImportProgress } from '../../../../contract/datasets/import'

/** Returns the progress of an import from 0 to 1; null while it cannot be known. */
export function importProgress({ stage, done, total }: ImportProgress): number | null {
  if (stage === 'listing' || total === null) return null
  return total === 0 ? 1 : Math.min(1, done / total)
}

/** Returns true in a stage whose amounts are bytes; in the others they are images. */
export const countsBytes = ({ stage }: Pick<ImportProgress, 'stage'>): boolean =>
  stage === 'downloading' || stage === 'copying'

/** Returns the seconds until all images are read, or all bytes are there; null if unknown. */
export function importSecondsLeft(progress: ImportProgress): number | null {
  const { stage, done, total, perSecond } = progress
  if (stage !== 'reading' && !countsBytes(progress)) return null
  if (total === null || perSecond === null || perSecond <= 0) return null
  return Math.max(0, total - done) / perSecond
}
