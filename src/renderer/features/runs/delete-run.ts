import { i18n } from '../../i18n/i18n.svelte'
import type { StudioState } from '../../state/studio.svelte'

/** What a run is called; of one that cannot be read, its folder's name. */
type Named = Readonly<Record<'id' | 'name', string>>

/** Moves runs to the trash, and offers for a while to restore them. */
export async function deleteRuns<T extends Named>(
  studio: StudioState,
  runs: readonly T[],
): Promise<readonly T[]> {
  const gone: T[] = []
  for (const run of runs) if (await studio.runs.remove(run.id)) gone.push(run)
  if (gone.length === 0) return gone
  // The button that was pressed is gone with its card.
  document.querySelector<HTMLElement>('main h1')?.focus()
  const { t } = i18n
  const [first] = gone
  const only = gone.length === 1 ? first : undefined
  const said = only === undefined ? t.runs.deletedMany(gone.length) : t.runs.deleted(only.name)
  studio.toasts.undo(said, t.common.undo, () => void restoreRuns(studio, gone))
  return gone
}

/** Brings runs back from the trash, and says so. */
export async function restoreRuns(studio: StudioState, runs: readonly Named[]): Promise<void> {
  const back = []
  for (const run of runs) if (await studio.runs.restore(run.id)) back.push(run)
  const [first] = back
  if (first === undefined) return
  const { t } = i18n
  const only = back.length === 1
  studio.toasts.good(only ? t.runs.restored(first.name) : t.runs.restoredMany(back.length))
}
