import type { ImportProgress } from '../../../../contract/datasets/import'

/** Returns the progress of an import from 0 to 1; null while it cannot be known. */
export function importProgress({ stage, done, total }: ImportProgress): number | null {
  if (stage === 'listing' || total === null) return null
  return total === 0 ? 1 : Math.min(1, done / total)
}

/** Returns the seconds until all images are read; null if unknown. */
export function importSecondsLeft({
  stage,
  done,
  total,
  perSecond,
}: ImportProgress): number | null {
  if (
    (stage !== 'reading' && stage !== 'downloading') ||
    total === null ||
    perSecond === null ||
    perSecond <= 0
  )
    return null
  return Math.max(0, total - done) / perSecond
}
