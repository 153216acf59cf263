import type { Evaluation } from './evaluation'

/** Equal for evaluations of which only the step and the number of generated images may differ. */
export function protocolKey({ weights, protocol }: Evaluation): string {
  const { net, dataset, split, realCount, classes, seed, engine } = protocol
  const data = [dataset.fingerprint, dataset.heldOut ?? null, split, realCount, classes ?? null]
  return JSON.stringify([weights, net.sha256, ...data, seed, engine.name, engine.version])
}
