import type { StudioEvent } from '../../contract/events'
import { i18n } from '../i18n/i18n.svelte'
import type { StudioState } from '../state/studio.svelte'

/** Says that an import has become a data set, with a button to open it, on whatever screen. */
export function notifyImportEnded(
  { datasets, toasts, router }: Pick<StudioState, 'datasets' | 'toasts' | 'router'>,
  event: StudioEvent,
): void {
  if (event.type !== 'importEnded' || event.dataset === null) return
  const name = event.dataset
  const words = () => ({
    title: i18n.t.data.imports.finished(datasets.named(name)?.title ?? name),
    action: { label: i18n.t.data.imports.open, run: () => open() },
  })
  const id: number = toasts.show({ kind: 'good', words })
  const open = () => {
    toasts.dismiss(id)
    router.go({ screen: 'dataset', name })
  }
}
