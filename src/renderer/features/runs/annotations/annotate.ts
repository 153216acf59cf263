import { undoing } from '../../../../contract/annotations'
import type { AnnotationsChange } from '../../../../contract/annotations'
import type { RunSummary } from '../../../../contract/summary'
import { i18n } from '../../../i18n/i18n.svelte'
import type { StudioState } from '../../../state/studio.svelte'

/** Makes the same change to several runs. @returns the changes that undo it, by run id */
export async function annotateRuns(
  { runs }: Pick<StudioState, 'runs'>,
  chosen: readonly RunSummary[],
  change: AnnotationsChange,
): Promise<Map<string, AnnotationsChange>> {
  const undo = new Map<string, AnnotationsChange>()
  for (const { id, annotations } of chosen) {
    if (await runs.annotate(id, change)) undo.set(id, undoing(annotations, change))
  }
  return undo
}

/** Like {@link annotateRuns}, for a change that deletes something: a message offers to undo it. */
export async function annotateWithUndo(
  studio: StudioState,
  chosen: readonly RunSummary[],
  change: AnnotationsChange,
  message: () => string,
): Promise<void> {
  const undo = await annotateRuns(studio, chosen, change)
  const effective = [...undo].filter(([, inverse]) => Object.keys(inverse).length > 0)
  if (effective.length === 0) return
  const restore = async () => {
    for (const [id, inverse] of effective) await studio.runs.annotate(id, inverse)
  }
  studio.toasts.undo(
    message,
    () => i18n.t.common.undo,
    () => void restore(),
  )
}
