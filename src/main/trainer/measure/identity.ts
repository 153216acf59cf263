import type { EvaluationProtocol } from '../../../contract/evaluations/evaluation'
import type { MeasureJob } from '../../../contract/evaluations/measuring'
import { readGuarded } from '../../disk/guarded'
import { MAX_WEIGHTS_BYTES } from '../../disk/limits'
import { sha256 } from '../../storage/checkpoints/manifest'
import type { EvaluationIdentity } from '../../storage/evaluations/evaluations'
import { onDisk } from '../../storage/files/disk-errors'
import type { LoadedGenerator } from '../generate/load'
import { classesRequested } from './generated-inputs'
import type { Reference } from './reference'

/** The weights and the protocol of an evaluation. */
type FullIdentity = EvaluationIdentity & { checkpoint: string | null }

/** Identifies the weights that were loaded. */
export async function weightsOf({
  manifest,
  weights = 'raw',
  where,
}: LoadedGenerator): Promise<Omit<FullIdentity, 'protocol'>> {
  if (manifest !== undefined) {
    const file = weights === 'ema' ? 'ema.safetensors' : 'generator.safetensors'
    const { step, digest: checkpoint, files } = manifest
    return { step, checkpoint, weightsSha256: files[file]?.sha256 ?? checkpoint, weights }
  }
  const bytes = await onDisk('read the weights', where, () =>
    readGuarded(where, { maxBytes: MAX_WEIGHTS_BYTES, code: 'checkpoint' }),
  )
  return { step: null, checkpoint: null, weightsSha256: sha256(bytes), weights }
}

/** The protocol by which a generator's images are measured. */
export function protocolOf(
  loaded: LoadedGenerator,
  reference: Reference,
  { generatedCount, seed }: Pick<MeasureJob, 'generatedCount' | 'seed'>,
): EvaluationProtocol {
  const { net, identity, split, heldOut, real } = reference
  const { name: dataset, fingerprint } = identity
  const { id, title, sha256: netSha256, weak } = net.identity
  const { name, version } = loaded.opened.engine.info
  const classes = classesRequested(loaded, reference)
  return {
    net: { id, title, sha256: netSha256, weak },
    dataset: { name: dataset, fingerprint, ...(heldOut === undefined ? {} : { heldOut }) },
    ...{ split, realCount: real.features.count, generatedCount },
    ...(classes === undefined ? {} : { classes }),
    ...{ seed, engine: { name, version } },
  }
}
