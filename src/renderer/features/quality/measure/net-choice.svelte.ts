import { builtInNets } from '../../../../contract/feature-nets/choice'
import type { FeatureNetChoice } from '../../../../contract/feature-nets/choice'

/** `suited`: the one that suits the data set. */
export const netKinds = ['suited', 'dataset', ...builtInNets, 'folder'] as const
export type NetKind = (typeof netKinds)[number]

/** The choice of a feature net in a form. */
export class NetChoice {
  kind = $state<NetKind>('suited')
  /** The folder of the user's own net. */
  path = $state('')
  readonly lacksPath = $derived(this.kind === 'folder' && this.path.trim() === '')

  /** The choice for a request; undefined for the net that suits the data set. */
  get request(): FeatureNetChoice | undefined {
    const { kind } = this
    if (kind === 'suited') return undefined
    return kind === 'folder' ? { id: kind, path: this.path.trim() } : { id: kind }
  }
}
