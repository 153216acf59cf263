import type { z } from 'zod'
import { leafLayers } from '../architectures/leaf-layers'
import { shapeNotice, shapesOf, valueCount } from '../architectures/shapes'
import type { SizedLayer } from '../architectures/shapes'
import { classifierFormSchema } from '../architectures/spec'
import type { ClassifierSpec } from '../architectures/spec'
import { asNotice, problemError } from '../errors'
import { inBothLanguages, notice } from '../notices'
import type { Notice } from '../notices'
import { asPhrase } from '../words'

/** The maximum number of values in a layer's output for one image (128 MiB). */
const MOST_VALUES = 2 ** 25
/**
 * The maximum number of features: with more, the eigenvalues of a covariance would take minutes.
 */
export const MOST_FEATURES = 4096

/**
 * A classifier whose layers fit each other, have acceptable sizes and process each image
 * separately.
 */
export const classifierSpecSchema: z.ZodType<ClassifierSpec> = classifierFormSchema.superRefine(
  (spec, context) => {
    // Zod calls this check even if values are out of range.
    if (context.issues.length > 0) return
    const why = misfit(spec)
    if (why === undefined) return
    const words = inBothLanguages(why)
    context.addIssue({ code: 'custom', message: asPhrase(words.en), params: { words } })
  },
)

/** The reason why it cannot be used, naming the layer; undefined if it can. */
function misfit(spec: ClassifierSpec): Notice | undefined {
  try {
    const layers = shapesOf(spec)
    if (layers.at(-1)?.type !== 'linear') throw problemError('usage', 'classifierEnd', {})
    for (const layer of leafLayers(layers)) refuseLayer(layer)
    const input = layers.at(-1)?.input
    if (input !== undefined && valueCount(input) > MOST_FEATURES) {
      throw problemError('usage', 'tooManyFeatures', { most: MOST_FEATURES })
    }
    return undefined
  } catch (error) {
    return asNotice(error, { remedy: false })
  }
}

function refuseLayer({ name, type, output }: SizedLayer): void {
  const refuse = (why: Notice): never => {
    throw problemError('usage', 'classifierLayer', { at: name.slice('model.'.length), type, why })
  }
  if (type === 'minibatchDeviation') refuse(notice('dependsOnBatch', {}))
  if (valueCount(output) > MOST_VALUES)
    refuse(notice('outputTooLarge', { output: shapeNotice(output) }))
}

/** The number of features, which are the inputs of the last layer. */
export function featuresOf(spec: ClassifierSpec): number {
  const input = shapesOf(spec).at(-1)?.input
  return input === undefined ? 0 : valueCount(input)
}

/** The values in the largest output of a layer for one image. */
export const largestOutput = (spec: ClassifierSpec): number =>
  Math.max(...leafLayers(shapesOf(spec)).map(({ output }) => valueCount(output)))
