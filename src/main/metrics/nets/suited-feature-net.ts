import { stat } from 'node:fs/promises'
import { bundledNetFor } from '../../../contract/feature-nets/bundled'
import { datasetNetDirectory, netDocumentFile } from '../../storage/feature-nets/paths'
import type { FoundNet } from './open-feature-net'

/** The images that the net must suit. */
interface Suited {
  /** SHA-256 of the training images, as in the identity of a run's data set. */
  fingerprint: string
  /** The data set's folder; absent for a bundled one. */
  path?: string | undefined
  /** Height and width of the images that are measured. */
  size: number
  channels: number
  /** The height and width in the data set, before resizing, and its channels. */
  stored: { size: number; channels: number }
}

/**
 * The feature net to measure a data set's runs with: the bundled one for MNIST or Fashion-MNIST,
 * else the data set's own if there is one, else random convolutions. A net of another data set is
 * never used, even if the images have the same size, since it would see its own classes in them.
 * Nor is any trained net used if the images were resized, since it was trained on the original
 * size.
 */
export async function suitedFeatureNet(dataset: Suited): Promise<FoundNet> {
  const { stored, size, channels } = dataset
  if (stored.size !== size || stored.channels !== channels) return { id: 'random-conv' }
  const bundled = bundledNetFor(dataset.fingerprint)
  if (bundled !== undefined) return { id: bundled }
  return (await netKeptWith(dataset.path)) ?? { id: 'random-conv' }
}

/** The net kept with a data set; undefined if there is none. @param path the data set's folder */
export async function netKeptWith(path: string | undefined): Promise<FoundNet | undefined> {
  if (path === undefined) return undefined
  const folder = datasetNetDirectory(path)
  return (await exists(netDocumentFile(folder))) ? { id: 'folder', path: folder } : undefined
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
