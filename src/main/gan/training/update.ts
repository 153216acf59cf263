import { add, keep, variableGrads } from '@tensorflow/tfjs-core'
import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import type { Network } from '../layers/network'
import type { Optimiser, Rates } from '../optimisers/optimiser'
import type { StepReport } from './recipe'

/** The terms that an update minimises, and other values that it reports. */
export type Evaluated = StepReport & {
  loss: Scalar
  /** This and `classification` are added to the loss. */
  penalty?: Scalar
  classification?: Scalar
}

/** Updates one network's parameters by the gradient of a loss; other networks stay unchanged. */
export function update(
  network: Network,
  optimiser: Optimiser,
  rates: Rates<Scalar>,
  evaluate: () => Evaluated,
): StepReport {
  let report: StepReport = {}
  const variables = network.parameters.map(({ variable }) => variable)
  const { value, grads } = variableGrads(() => {
    const { loss, ...others } = evaluate()
    const added = [others.penalty, others.classification].filter((term) => term !== undefined)
    // Kept, because `variableGrads` disposes of all tensors created inside it.
    report = mapValues(added.length === 0 ? others : { loss, ...others }, keep)
    return added.reduce<Scalar>((total, term) => add(total, term), loss)
  }, variables)
  optimiser.apply(grads, rates)
  return { loss: value, ...mapValues(report, handToCaller) }
}

/** Undoes `keep`: from now on, the caller's tidy disposes of the tensor. */
function handToCaller(kept: Tensor): Tensor {
  const owned = kept.clone()
  kept.dispose()
  return owned
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
