import { labelOf } from '../../../contract/presets/preset'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { SavedPreset } from '../../../contract/settings'
import { i18n } from '../../i18n/i18n.svelte'
import type { Toasts } from '../../state/page/toasts.svelte'
import type { HyperparameterForm } from './hyperparameter-form.svelte'

/**
 * Applies a preset. If it replaces values that the user chose, a message offers to undo it.
 *
 * @param fitted values in place of the preset's that fit it to a data set
 */
export function usePreset(
  preset: SavedPreset,
  form: HyperparameterForm,
  toasts: Toasts,
  fitted: Partial<Hyperparameters> = {},
): void {
  const replaces = form.origin === 'run' || form.changedNames.length > 0
  const restore = form.keepValues()
  form.applyPreset(preset, fitted)
  if (!replaces) return
  const title = () => i18n.t.newRun.presetReplaced(i18n.words(labelOf(preset)))
  const undo = () => {
    const { networks, networksFile } = form
    restore()
    // Networks that were opened or removed since are not among what the preset replaced.
    if (networks === form.networks) return
    if (networks === undefined) form.removeNetworks()
    else form.openNetworks(networks, networksFile)
  }
  toasts.undo(title, () => i18n.t.common.undo, undo)
}
