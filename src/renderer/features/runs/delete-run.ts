import { i18n } from '../../i18n/i18n.svelte'
import type { StudioState } from '../../state/studio.svelte'

/** A run's id and name; for a broken run, both are its folder's name. */
type Named = Readonly<Record<'id' | 'name', string>>
/** A run in the trash: its entry there, and its name. */
type Trashed = Readonly<Record<'entry' | 'name', string>>

/** Moves runs to the trash and offers to undo it. @returns the deleted runs */
export async function deleteRuns<T extends Named>(
  studio: StudioState,
  runs: readonly T[],
): Promise<readonly T[]> {
  const deleted: T[] = []
  const trashed: Trashed[] = []
  for (const run of runs) {
    const entry = await studio.runs.remove(run.id, () => confirmMeasured(studio, run.name))
    if (entry === undefined) continue
    deleted.push(run)
    trashed.push({ entry, name: run.name })
  }
  if (deleted.length === 0) return deleted
  // The pressed button has been removed with its card.
  document.querySelector<HTMLElement>('main h1')?.focus()
  const [first] = deleted
  const only = deleted.length === 1 ? first : undefined
  const message = () => {
    const { runs: t } = i18n.t
    return only === undefined ? t.deletedMany(deleted.length) : t.deleted(only.name)
  }
  const undo = () => void restoreRuns(studio, trashed)
  studio.toasts.undo(message, () => i18n.t.common.undo, undo)
  return deleted
}

/** Asks whether to delete a run while its images are being measured. */
function confirmMeasured(studio: StudioState, name: string): Promise<boolean> {
  const { runs: t } = i18n.t
  const { title, text } = t.deleteMeasured
  return studio.confirm.ask({ title: title(name), text, confirm: t.delete, danger: true })
}

/** Restores runs from the trash and shows a message. */
export async function restoreRuns(studio: StudioState, runs: readonly Trashed[]): Promise<void> {
  const restored = []
  for (const run of runs) if (await studio.runs.restore(run.entry)) restored.push(run)
  const [first] = restored
  if (first === undefined) return
  const { length } = restored
  studio.toasts.good(() => {
    const { runs: t } = i18n.t
    return length === 1 ? t.restored(first.name) : t.restoredMany(length)
  })
}
