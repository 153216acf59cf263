import type { DatasetListing } from '../../../contract/datasets/listing'
import { i18n } from '../../i18n/i18n.svelte'
import type { StudioState } from '../../state/studio.svelte'
import { focusDataset } from './focus-dataset'

type Named = Pick<DatasetListing, 'name' | 'title'>

/**
 * Moves a data set to the trash and offers to undo it.
 *
 * @param runs number of runs that use it
 * @returns whether it was removed
 */
export async function removeDataset(
  studio: StudioState,
  { name, title }: Named,
  runs: number,
): Promise<boolean> {
  const entry = await studio.datasets.remove(name)
  if (entry === undefined) return false
  // The pressed button has been removed with its card.
  document.querySelector<HTMLElement>('main h1')?.focus()
  const undo = async () => {
    if (!(await studio.datasets.restore(entry))) return
    studio.toasts.good(() => i18n.t.data.restored(title))
    await focusDataset(name)
  }
  studio.toasts.undo(
    () => i18n.t.data.removed(title),
    () => i18n.t.common.undo,
    () => void undo(),
    runs === 0 ? undefined : () => i18n.t.data.removedInUse(runs),
  )
  return true
}
