import type { StudioApi } from '../../../../contract/api'
import type { KnownDataset } from '../../../../contract/datasets/known'
import type { Fetches } from './fetches'
import { knownSets } from './known-sets'
import { bytesOf } from './known-set'
import type { KnownSet } from './known-set'
import { pathAsTyped } from '../../../disk/path-as-typed'
import { requireThere } from './local-files'
import { keptBytes } from './kept-files'
import { storedSets } from './stored-sets'

export interface KnownParts {
  /** The folder of the user's data sets. */
  datasetsDir: string
  fetches: Fetches
}

type KnownHandlers = Pick<StudioApi, 'known.list' | 'known.fetch' | 'known.deleteDownloads'>

/** The commands about known data sets. */
export const knownHandlers = ({ datasetsDir, fetches }: KnownParts): KnownHandlers => ({
  'known.list': async () => ({ known: await describeKnown(datasetsDir, fetches.downloads) }),
  'known.fetch': async ({ key, from }) => {
    // Before an import exists, which could only be continued with the same path.
    if (from !== undefined) await requireThere(pathAsTyped(from))
    return fetches.start(key, from)
  },
  'known.deleteDownloads': async ({ key }) => ({ bytes: await fetches.deleteDownloads(key) }),
})

/**
 * The known sets, the data sets that were made from them, and their files among the downloads.
 *
 * @throws StudioError `storage`
 */
export async function describeKnown(
  datasetsDir: string,
  downloads: string,
): Promise<KnownDataset[]> {
  const stored = await storedSets(datasetsDir)
  return Promise.all(
    knownSets.map(async (set) =>
      described(set, {
        kept: await keptBytes(set, knownSets, downloads),
        stored: stored.get(set.key) ?? null,
      }),
    ),
  )
}

/** A known set as the contract has it. */
function described(set: KnownSet, state: Pick<KnownDataset, 'kept' | 'stored'>): KnownDataset {
  const { key, title, images, testImages, size, channels, licence, homepage } = set
  return {
    ...{ key, title, images, testImages, size, channels, licence, homepage, ...state },
    classes: set.classNames.length,
    bytes: bytesOf(set),
    files: set.files.map(({ mirrors: [first = ''] }) => first),
  }
}
