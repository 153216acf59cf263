import type { FeatureNetChoice } from '../../../../contract/feature-nets/choice'

/** The feature nets to choose from; a bundled net is the suited one of its data set. */
export const netKinds = ['suited', 'random-conv', 'pixels', 'folder'] as const
export type NetKind = (typeof netKinds)[number]

/** The feature net to measure with, as chosen. */
export class NetChoice {
  kind = $state<NetKind>('suited')
  /** The folder of the user's own net, as typed. */
  path = $state('')

  readonly isComplete = $derived(this.kind !== 'folder' || this.path.trim() !== '')
  /** Undefined for the net that suits the data set. */
  readonly net = $derived<FeatureNetChoice | undefined>(
    this.kind === 'suited'
      ? undefined
      : this.kind === 'folder'
        ? { id: 'folder', path: this.path.trim() }
        : { id: this.kind },
  )
}
