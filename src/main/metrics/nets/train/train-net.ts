import type { Dataset } from '../../../../contract/datasets/dataset'
import type { NetInput, TrainedNetDocument } from '../../../../contract/feature-nets/document'
import { netInputSchema } from '../../../../contract/feature-nets/document'
import type { NetProgress } from '../../../../contract/feature-nets/progress'
import type { StateDict } from '../../../../contract/tensors'
import { accuracyOf } from './accuracy'
import { allOf, withTenthHeldOut } from './labelled-images'
import type { LabelledImages } from './labelled-images'
import { classifierFor } from './layers'
import { recipeFor } from './recipe'
import type { ClassifierRecipe } from './recipe'
import { refuseUntrainable } from './refusals'
import { trainClassifier } from './train-classifier'

export interface NetTraining {
  id: string
  title: string
  train: Dataset
  /** The height and width of the images to measure, if `train` has resized ones. */
  takes?: number
  /** The hold-out part; without one, or without its labels, a tenth of the images is held out. */
  test: Dataset | undefined
  /** The names of the classes. */
  classes: readonly string[]
  seed: number
  /** The name and version of the engine that is open, for the document. */
  engine: string
  /** @defaultValue {@link recipeFor} the number of images */
  recipe?: ClassifierRecipe
  onProgress?(progress: NetProgress): void
  signal?: AbortSignal | undefined
}

/** The parts of a trained net's document that do not depend on its files. */
export type NetFacts = Omit<TrainedNetDocument, 'schemaVersion' | 'format' | 'weights'>

/**
 * Trains a classifier for a data set on the open engine, and measures its accuracy once, on images
 * that influenced neither its weights nor any choice.
 *
 * @throws StudioError `data` if the data set has no labels, fewer than two classes or too few images
 */
export async function trainNet(
  training: NetTraining,
): Promise<{ facts: NetFacts; tensors: StateDict }> {
  const { train, seed, classes, onProgress } = training
  const { data, test, part } = partsOf(training)
  refuseUntrainable(train.identity.name, data, classes)
  const spec = classifierFor({ size: train.imageSize, channels: train.channels }, classes.length)
  const recipe = training.recipe ?? recipeFor(data.chosen.length, train.imageSize)
  let last = { step: 0, steps: 0, epoch: 0, epochs: recipe.epochs }
  const network = await trainClassifier({
    ...{ spec, data, recipe, seed, signal: training.signal },
    onProgress: (progress) => {
      last = progress
      onProgress?.({ stage: 'training', ...progress })
    },
  })
  try {
    onProgress?.({ stage: 'testing', ...last })
    const accuracy = accuracyOf(network, spec, test)
    const facts: NetFacts = {
      id: training.id,
      title: training.title,
      input: inputFor(training),
      network: spec,
      classes: [...classes],
      trainedOn: trainedOn(train, data),
      test: { images: test.chosen.length, accuracy, part },
      seed,
      training: recipeFacts(recipe, training.engine),
    }
    return { facts, tensors: network.stateDict() }
  } finally {
    network.dispose()
  }
}

/** The images to train on and those to test with. */
function partsOf({ train, test, seed }: NetTraining): {
  data: LabelledImages
  test: LabelledImages
  part: TrainedNetDocument['test']['part']
} {
  const labelled = ({ images, labels }: Dataset, chosen: Uint32Array): LabelledImages => ({
    images,
    // The caller has refused data sets without labels.
    labels: labels ?? new Uint8Array(0),
    chosen,
  })
  if (test?.labels !== undefined) {
    return {
      data: labelled(train, allOf(train.count)),
      test: labelled(test, allOf(test.count)),
      part: 'holdOut',
    }
  }
  const parts = withTenthHeldOut(train.count, seed)
  return {
    data: labelled(train, parts.train),
    test: labelled(train, parts.test),
    part: 'tenthOfTraining',
  }
}

const inputFor = ({ train: { imageSize: size, channels }, takes = size }: NetTraining): NetInput =>
  netInputSchema.parse({ size, channels, ...(takes === size ? {} : { takes }) })

const trainedOn = ({ identity }: Dataset, { chosen }: LabelledImages): NetFacts['trainedOn'] => ({
  name: identity.name,
  fingerprint: identity.fingerprint,
  images: chosen.length,
})

const recipeFacts = (recipe: ClassifierRecipe, engine: string): NetFacts['training'] => ({
  ...{ epochs: recipe.epochs, batchSize: recipe.batchSize },
  optimiser: 'AdamW, beta 0.9 and 0.999',
  learningRate: recipe.learningRate,
  schedule: 'half a cosine wave, to 0',
  weightDecay: recipe.weightDecay,
  augmentation: `shifts of up to ${recipe.shift} pixels`,
  engine,
})
