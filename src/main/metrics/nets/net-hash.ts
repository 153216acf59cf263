import { createHash } from 'node:crypto'
import type { TrainedNetDocument } from '../../../contract/feature-nets/document'

/**
 * The SHA-256 of a trained net's input, layers and weights, by which protocols identify the net.
 */
export function netHash({
  input,
  network,
  weights,
}: Pick<TrainedNetDocument, 'input' | 'network' | 'weights'>): string {
  const computes = JSON.stringify([input, network, weights.sha256])
  return createHash('sha256').update(computes).digest('hex')
}
