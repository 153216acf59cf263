import { problemError } from '../../../../contract/errors'
import { cifar10 } from './cifar-10'
import { emnistSets } from './emnist'
import { fashionMnist } from './fashion-mnist'
import { kmnist } from './kmnist'
import type { KnownSet } from './known-set'

/** The data sets that can be downloaded, in the order in which they are shown. */
export const knownSets: readonly KnownSet[] = [fashionMnist, kmnist, ...emnistSets, cifar10]

/** @throws StudioError `usage` if there is no set with this key */
export function knownSet(key: string, sets: readonly KnownSet[] = knownSets): KnownSet {
  const found = sets.find((set) => set.key === key)
  if (found !== undefined) return found
  const known = sets.map((set) => set.key).join(', ')
  throw problemError('usage', 'knownSetUnknown', { name: key, known })
}
