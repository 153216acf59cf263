import { interpret } from './interpret'
import type { PerType } from './interpret'
import { shapesOf } from './shapes'
import type { Shape, SizedLayer } from './shapes'
import type { ClassifierSpec, NetworkSpec, NetworkSpecs } from './spec'

/** A tensor of a network's state dict, with PyTorch's name and layout. */
export interface StateTensor {
  name: string
  shape: readonly number[]
  dtype: 'F32' | 'I64'
  /** False for buffers such as running statistics, which no optimiser updates. */
  trained: boolean
}

/**
 * Lists the tensors of a network's state dict, in PyTorch's order, without building the network.
 *
 * @throws StudioError `usage` if the layers do not fit; see {@link shapesOf}
 */
export const stateOf = (spec: NetworkSpec | ClassifierSpec): StateTensor[] =>
  stateOfLayers(shapesOf(spec))

const stateOfLayers = (layers: readonly SizedLayer[]): StateTensor[] =>
  layers.flatMap((layer) => interpret(tensors, layer))

type Named = Pick<SizedLayer, 'name'>

const trained = (layer: Named, name: string, shape: number[]): StateTensor => ({
  ...{ name: `${layer.name}.${name}`, shape, dtype: 'F32', trained: true },
})

const buffer = (
  layer: Named,
  name: string,
  shape: number[],
  dtype: StateTensor['dtype'] = 'F32',
): StateTensor => ({ name: `${layer.name}.${name}`, shape, dtype, trained: false })

/** The features of a vector, or the channels of images. */
export const widthOf = (shape: Shape): number =>
  shape.type === 'vector' ? shape.features : shape.channels

type Weighted = Named & { output: Shape; bias: boolean; spectralNorm?: boolean | undefined }

function weights(layer: Weighted, shape: number[]): StateTensor[] {
  const bias = layer.bias ? [trained(layer, 'bias', [widthOf(layer.output)])] : []
  if (layer.spectralNorm !== true) return [trained(layer, 'weight', shape), ...bias]
  const [outputs = 0, ...inputs] = shape
  return [
    ...bias,
    trained(layer, 'weight_orig', shape),
    buffer(layer, 'weight_u', [outputs]),
    buffer(layer, 'weight_v', [inputs.reduce((product, axis) => product * axis, 1)]),
  ]
}

function batchNorm(layer: Named & { input: Shape }): StateTensor[] {
  const shape = [widthOf(layer.input)]
  return [
    trained(layer, 'weight', shape),
    trained(layer, 'bias', shape),
    buffer(layer, 'running_mean', shape),
    buffer(layer, 'running_var', shape),
    buffer(layer, 'num_batches_tracked', [], 'I64'),
  ]
}

/** A table with a row of `features` numbers for each class, like torch.nn.Embedding. */
const table = (layer: Named & { classes: number }, name: string, features: number) =>
  trained(layer, `${name}.weight`, [layer.classes, features])

function head(
  layer: Extract<SizedLayer, { type: 'projectionHead' | 'classifierHead' }>,
  name: string,
  { outputs, bias }: { outputs: number; bias: boolean },
): StateTensor[] {
  const { spectralNorm } = layer
  const output: Shape = { type: 'vector', features: outputs }
  const of = { name: `${layer.name}.${name}`, output, bias, spectralNorm }
  return weights(of, [outputs, widthOf(layer.input)])
}

const tensors: PerType<SizedLayer, [], StateTensor[]> = {
  linear: (layer) => weights(layer, [layer.features, widthOf(layer.input)]),
  conv2d: (layer) =>
    weights(layer, [layer.channels, widthOf(layer.input), layer.kernel, layer.kernel]),
  convTranspose2d: (layer) =>
    weights(layer, [widthOf(layer.input), layer.channels, layer.kernel, layer.kernel]),
  batchNorm1d: batchNorm,
  batchNorm2d: batchNorm,
  leakyRelu: () => [],
  relu: () => [],
  tanh: () => [],
  flatten: () => [],
  unflatten: () => [],
  upsample: () => [],
  averagePool: () => [],
  blur: () => [],
  globalSum: () => [],
  minibatchDeviation: () => [],
  labelEmbedding: (layer) => [table(layer, 'embedding', layer.features)],
  conditionalBatchNorm2d: (layer) => [
    ...batchNorm({ name: `${layer.name}.norm`, input: layer.input }).filter(
      ({ trained }) => !trained,
    ),
    table(layer, 'scale', widthOf(layer.input)),
    table(layer, 'offset', widthOf(layer.input)),
  ],
  projectionHead: (layer) => [
    ...head(layer, 'linear', { outputs: 1, bias: true }),
    ...head(layer, 'embedding', { outputs: layer.classes, bias: false }),
  ],
  classifierHead: (layer) => [
    ...head(layer, 'linear', { outputs: 1, bias: true }),
    ...head(layer, 'classifier', { outputs: layer.classes, bias: true }),
  ],
  residual: ({ main, shortcut }) => stateOfLayers([...main, ...shortcut]),
}

/** The number of trained parameters. */
export const parameterCount = (spec: NetworkSpec | ClassifierSpec): number =>
  stateOf(spec)
    .filter((tensor) => tensor.trained)
    .reduce((sum, { shape }) => sum + shape.reduce((product, axis) => product * axis, 1), 0)

/** The numbers of trained parameters in both networks. */
export const parameterCounts = ({
  generator,
  discriminator,
}: NetworkSpecs): { generator: number; discriminator: number } => ({
  generator: parameterCount(generator),
  discriminator: parameterCount(discriminator),
})
