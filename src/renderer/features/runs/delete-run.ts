import { i18n } from '../../i18n/i18n.svelte'
import type { StudioState } from '../../state/studio.svelte'

/**
 * Moves a run to the trash, and offers for a while to bring it back.
 *
 * @param run.name what to call it; of a run that cannot be read, its folder's name
 */
export async function deleteRun(
  studio: StudioState,
  { id, name }: { id: string; name: string },
): Promise<void> {
  if (!(await studio.runs.remove(id))) return
  // The button that was pressed is gone with its card.
  document.querySelector<HTMLElement>('main h1')?.focus()
  studio.toasts.undo(i18n.t.runs.deleted(name), i18n.t.common.undo, () => {
    void studio.runs.restore(id).then((back) => {
      if (back) studio.toasts.good(i18n.t.runs.restored(name))
    })
  })
}
