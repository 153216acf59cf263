import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { AdamBetas, AdamInputs } from '../ops/adam'
import type { TensorflowBackend } from './binding'
import { inPlaceOp } from './in-place'

/** Adam by TensorFlow's own fused op. */
export function fusedAdam(backend: TensorflowBackend) {
  const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding
  const apply = inPlaceOp(backend, 'ResourceApplyAdam', [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
  ])
  return (inputs: AdamInputs<TensorInfo>, { beta1, beta2 }: AdamBetas): TensorInfo[] => {
    const { parameter, m, v, gradient, stepSize, epsilon } = inputs
    // The powers of the betas are already folded into stepSize and epsilon; 0 disables them here.
    return apply(
      [parameter, m, v],
      [0, 0, stepSize, beta1, inputs.beta2 ?? beta2, epsilon, gradient],
    )
  }
}
