import { softmax, tensor2d } from '@tensorflow/tfjs-core'
import { featuresOf, largestOutput } from '../../../contract/feature-nets/classifier'
import type { TrainedNetDocument } from '../../../contract/feature-nets/document'
import { stateOf } from '../../../contract/architectures/state'
import type { StateDict } from '../../../contract/tensors'
import { buildNetwork } from '../../gan/architectures/build-network'
import { refuseMisfit } from '../../gan/layers/network'
import type { Network } from '../../gan/layers/network'
import { RandomStream } from '../../gan/random/random'
import { featureMatrix } from '../features/feature-matrix'
import { imagesAtOnce, inBatches, imageLength, valuesOf } from './batches'
import type { FeatureNet, FeatureNetIdentity, NetImages, NetOutputs } from './feature-net'
import { netHash } from './net-hash'
import { pixelsFor } from './pixel-scale'

/** The parts of a classifier's document that features depend on, and its names. */
type Classifier = Pick<TrainedNetDocument, 'id' | 'title' | 'input' | 'network' | 'weights'>

/**
 * A classifier as a feature net: the features are the inputs of its last layer, after their
 * activation.
 *
 * @param at the folder, for errors, and the size of the images to compute features of
 * @throws StudioError `checkpoint` if the weights do not fit the layers
 */
export function openClassifier(
  net: Classifier,
  tensors: StateDict,
  { where, images: given }: { where: string; images: NetImages },
): FeatureNet {
  // Checked before the network is built, since its layers may be much larger than the file.
  refuseMisfit(stateOf(net.network), tensors, where)
  const built = buildNetwork(net.network, RandomStream.seeded(0))
  built.loadStateDict(tensors, where)
  const network = built.frozen()
  built.dispose()
  return {
    identity: identityOf(net),
    run: (images, count) => outputsOf(network, net, { images, count, given }),
    dispose: () => network.dispose(),
  }
}

function identityOf(net: Classifier): FeatureNetIdentity {
  const { id, title, network } = net
  return {
    ...{ id, title, weak: false, sha256: netHash(net) },
    dim: featuresOf(network),
    classes: network.output.classes,
  }
}

async function outputsOf(
  network: Network,
  { input, network: spec }: Pick<Classifier, 'input' | 'network'>,
  { images, count, given }: { images: Uint8Array; count: number; given: NetImages },
): Promise<NetOutputs> {
  const [dim, { classes }] = [featuresOf(spec), spec.output]
  const batch = imagesAtOnce(largestOutput(spec))
  const pixels = pixelsFor(input, given)
  const sizes = { length: imageLength(given), batch, dims: [dim, classes] }
  const computed = await inBatches(images, count, sizes, (bytes) =>
    valuesOf(() => {
      const rows = tensor2d(pixels(bytes), [batch, imageLength(input)])
      const { features, scores } = network.lastTwo(rows)
      return [features, softmax(scores)]
    }),
  )
  const [features, probabilities] = computed as [Float32Array, Float32Array]
  return {
    features: featureMatrix(features, dim),
    probabilities: featureMatrix(probabilities, classes),
  }
}
