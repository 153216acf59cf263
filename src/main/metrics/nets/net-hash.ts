import { createHash } from 'node:crypto'
import type { TrainedNetDocument } from '../../../contract/feature-nets/document'

/** The SHA-256 by which protocols identify a trained net: of its input, layers and weights. */
export function netHash({
  input,
  network,
  weights,
}: Pick<TrainedNetDocument, 'input' | 'network' | 'weights'>): string {
  const computes = JSON.stringify([input, network, weights.sha256])
  return createHash('sha256').update(computes).digest('hex')
}
