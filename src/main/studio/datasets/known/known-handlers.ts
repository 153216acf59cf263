import type { StudioApi } from '../../../../contract/api'
import type { KnownDataset } from '../../../../contract/datasets/known'
import type { Fetches } from './fetches'
import { knownSets } from './known-sets'
import { bytesOf } from './known-set'
import type { KnownSet } from './known-set'
import { storedSets } from './stored-sets'

export interface KnownParts {
  /** The folder of the user's data sets. */
  datasetsDir: string
  fetches: Fetches
}

type KnownHandlers = Pick<StudioApi, 'known.list' | 'known.fetch'>

/** The commands about known data sets. */
export const knownHandlers = ({ datasetsDir, fetches }: KnownParts): KnownHandlers => ({
  'known.list': async () => ({ known: await describeKnown(datasetsDir) }),
  'known.fetch': async ({ key, from }) => fetches.start(key, from),
})

/** The known sets, and the data sets that were made from them. */
export async function describeKnown(datasetsDir: string): Promise<KnownDataset[]> {
  const stored = await storedSets(datasetsDir)
  return knownSets.map((set) => described(set, stored.get(set.key) ?? null))
}

/** A known set as the contract has it. */
export function described(set: KnownSet, stored: string | null): KnownDataset {
  const { key, title, images, testImages, size, channels, licence, homepage } = set
  return {
    ...{ key, title, images, testImages, size, channels, licence, homepage, stored },
    classes: set.classNames.length,
    bytes: bytesOf(set),
    files: set.files.map(({ mirrors: [first = ''] }) => first),
  }
}
