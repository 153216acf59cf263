import type { CommandRequest } from '../../../../contract/api'
import { USUAL_SEED } from '../../../../contract/evaluations/measuring'
import {
  MOST_NEIGHBOURS,
  MOST_SAMPLES,
  USUAL_NEIGHBOURS,
  USUAL_SAMPLES,
} from '../../../../contract/neighbours/finding'
import type { Space } from '../../../../contract/neighbours/neighbours'
import { isSeed, isWhole } from '../measure/measure-form.svelte'
import { NetChoice } from '../measure/net-choice.svelte'

/** The options of a search for the nearest training images. */
export class FindForm {
  space = $state<Space>('features')
  readonly net = new NetChoice()
  samples = $state(USUAL_SAMPLES)
  neighbours = $state(USUAL_NEIGHBOURS)
  seed = $state(USUAL_SEED)

  readonly problems = $derived({
    samples: !isWhole(this.samples, 1, MOST_SAMPLES),
    neighbours: !isWhole(this.neighbours, 1, MOST_NEIGHBOURS),
    seed: !isSeed(this.seed),
    path: this.space === 'features' && this.net.lacksPath,
  })
  readonly valid = $derived(!Object.values(this.problems).some(Boolean))

  get options(): Omit<CommandRequest<'neighbours.find'>, 'id' | 'step'> {
    const { space, samples, neighbours, seed } = this
    const net = space === 'features' ? this.net.request : undefined
    return { space, samples, neighbours, seed, ...(net === undefined ? {} : { net }) }
  }
}
