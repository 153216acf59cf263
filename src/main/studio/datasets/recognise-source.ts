import type { SourceDescription } from '../../../contract/datasets/source'
import { withKnownNames } from './known/recognise'
import { withStoredNote } from './same-images'
import type { StoredDatasets } from './stored-datasets'

/** Milliseconds for reading files to find out whether they are published ones. */
const RECOGNISE_MS = 10_000

/** Adds to the description of a source whether it is a published data set, or stored already. */
export async function recogniseSource(
  found: SourceDescription,
  datasets: Pick<StoredDatasets, 'list'>,
): Promise<SourceDescription> {
  const signal = AbortSignal.timeout(RECOGNISE_MS)
  const named = await withKnownNames(found, signal)
  return withStoredNote(named, await datasets.list())
}
