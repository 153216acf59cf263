import { datasetsDirectory } from '../../storage/datasets/paths'
import { removeOldUploads } from '../../storage/uploads/clean-up'
import { downloadsDirectory, removeOldParts } from './known/kept-files'
import { knownSets } from './known/known-sets'

/** A server may run for weeks, so tidying up at its start is not enough. */
const EVERY_MS = 6 * 3_600_000

/**
 * Removes uploads and unfinished downloads that have been left behind: now, and every few hours.
 * Removals that fail are tried again the next time.
 *
 * @returns a function that ends it
 */
export function keepTidy(root: string): () => void {
  const tidy = (): void => {
    void removeOldUploads(root, datasetsDirectory(root)).catch(() => undefined)
    void removeOldParts(knownSets, downloadsDirectory(root)).catch(() => undefined)
  }
  tidy()
  const timer = setInterval(tidy, EVERY_MS).unref()
  return () => clearInterval(timer)
}
