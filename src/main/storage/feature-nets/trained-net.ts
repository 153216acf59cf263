import { basename, dirname, join } from 'node:path'
import { stateOf } from '../../../contract/architectures/state'
import type { TrainedNetDocument } from '../../../contract/feature-nets/document'
import { problemError } from '../../../contract/errors'
import type { StateDict } from '../../../contract/tensors'
import { sha256 } from '../checkpoints/manifest'
import { publishDirectory, writeFileSynced } from '../files/atomic'
import { decodeSafetensors, lengthOf, safetensorsParts } from '../files/safetensors'
import { netDocumentFile, WEIGHTS_FILE } from './paths'
import { readNetFile } from './read-net'

/** Room for a safetensors file's header. */
const MOST_HEADER_BYTES = 2 ** 20

/**
 * Reads the weights of a classifier, after comparing the file's size with that of the layers.
 *
 * @throws StudioError `data` if the file is missing, changed, or larger than the layers' weights;
 *   `checkpoint` if it is not a safetensors file
 */
export async function readNetWeights(
  dir: string,
  { network, weights }: TrainedNetDocument,
): Promise<StateDict> {
  const where = join(dir, WEIGHTS_FILE)
  const expected = stateOf(network).reduce(
    (sum, { shape, dtype }) =>
      sum + shape.reduce((all, axis) => all * axis, dtype === 'F32' ? 4 : 8),
    0,
  )
  if (!(Math.abs(weights.bytes - expected) <= MOST_HEADER_BYTES)) {
    const given = { file: WEIGHTS_FILE, bytes: weights.bytes, expected }
    throw problemError('data', 'netFileSize', given, { where })
  }
  return decodeSafetensors(await readNetFile(dir, WEIGHTS_FILE, weights), where).tensors
}

/**
 * Writes a classifier's folder atomically, replacing an existing one. The parent must exist.
 *
 * @throws StudioError `storage`; an existing folder is then unchanged
 */
export async function writeTrainedNet(
  dir: string,
  facts: Omit<TrainedNetDocument, 'schemaVersion' | 'format' | 'weights'>,
  tensors: StateDict,
): Promise<TrainedNetDocument> {
  const parts = safetensorsParts(tensors)
  const weights = { bytes: lengthOf(parts), sha256: sha256(Buffer.concat(parts)) }
  const { id, title, ...rest } = facts
  const format = 'gan-studio' as const
  const document = { schemaVersion: 1 as const, id, title, format, ...rest, weights }
  await publishDirectory(dirname(dir), basename(dir), async (staged) => {
    await writeFileSynced(join(staged, WEIGHTS_FILE), parts)
    await writeFileSynced(netDocumentFile(staged), `${JSON.stringify(document, null, 2)}\n`)
  })
  return document
}
