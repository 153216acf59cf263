import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { ClassifierSpec } from '../../../../contract/architectures/spec'
import { largestOutput } from '../../../../contract/feature-nets/classifier'
import type { Network } from '../../../gan/layers/network'
import { imageLength, imagesAtOnce } from '../batches'
import { gatherLabelled } from './labelled-images'
import type { LabelledImages } from './labelled-images'

/** The share of the chosen images whose class has the highest score. */
export function accuracyOf(network: Network, spec: ClassifierSpec, data: LabelledImages): number {
  const length = imageLength(spec.input)
  const { classes } = spec.output
  const atOnce = imagesAtOnce(largestOutput(spec))
  const frozen = network.frozen()
  let right = 0
  const positions = Uint32Array.from(data.chosen, (_, i) => i)
  for (let start = 0; start < positions.length; start += atOnce) {
    const batch = gatherLabelled(data, positions.subarray(start, start + atOnce), length)
    const scores = tidy(() =>
      frozen
        .forward(tensor2d(batch.pixels, [batch.labels.length, length]), 'eval')
        .dataSync<'float32'>(),
    )
    batch.labels.forEach((label, i) => {
      const row = scores.subarray(i * classes, (i + 1) * classes)
      if (row.indexOf(Math.max(...row)) === label) right++
    })
  }
  frozen.dispose()
  return right / data.chosen.length
}
