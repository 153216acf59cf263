import { interpret } from './interpret'
import type { PerType } from './interpret'
import { labelsOf } from './labels'
import type { Labels } from './labels'
import { labelledResidual, labelledSequence, ownModules } from './pytorch-modules'
import { shapesOf } from './shapes'
import type { SizedLayer } from './shapes'
import { roleOf } from './spec'
import type { NetworkSpec } from './spec'
import { widthOf } from './state'

/**
 * Generates the source of a PyTorch module, class `Generator` or `Discriminator`, that loads the
 * network's weights with `load_state_dict(strict=True)`. A generator turns latents [N, size] into
 * images [N, C, H, W]; a discriminator takes such images and returns logits [N, 1], and also class
 * logits [N, classes] if it predicts labels. Networks that take labels expect them as the second
 * argument, int64 [N].
 *
 * @throws StudioError `usage` if the layers do not fit; see {@link shapesOf}
 */
export function pytorchModule(spec: NetworkSpec): string {
  const layers = shapesOf(spec)
  const used = typesIn(layers)
  const takesLabels = labelsOf(spec)?.use === 'taken'
  const known = takesLabels ? { ...ownModules, residual: labelledResidual } : ownModules
  const own = [
    ...(takesLabels ? [labelledSequence] : []),
    ...Object.entries(known).flatMap(([type, source]) => (used.has(type) ? source : [])),
  ]
  const functional = used.has('blur') ? 'from torch.nn import functional as F\n' : ''
  return `import torch
from torch import nn
${functional}
${own.join('')}
${classOf(spec, layers)}`
}

const typesIn = (layers: readonly SizedLayer[]): Set<string> =>
  new Set(
    layers.flatMap((layer) =>
      layer.type === 'residual'
        ? [layer.type, ...typesIn([...layer.main, ...layer.shortcut])]
        : [layer.type],
    ),
  )

function classOf(spec: NetworkSpec, layers: readonly SizedLayer[]): string {
  const { name, argument } = signatures[roleOf(spec)]
  const labels = labelsOf(spec)
  const container = labels?.use === 'taken' ? 'LabelledSequential' : 'nn.Sequential'
  const given = [moduleInput(spec, argument), ...(labels?.use === 'taken' ? ['labels'] : [])]
  const parameters = [argument, ...given.slice(1)].map((each) => `${each}: torch.Tensor`)
  const body =
    labels?.use === 'predicted'
      ? `logits = self.model(${given.join(', ')})
        return logits[:, :1], logits[:, 1:]`
      : `return ${moduleOutput(spec, layers, `self.model(${given.join(', ')})`)}`
  const returned =
    labels?.use === 'predicted' ? 'tuple[torch.Tensor, torch.Tensor]' : 'torch.Tensor'
  return `class ${name}(nn.Module):
    """${docstringOf(spec, labels)}"""

    def __init__(self) -> None:
        super().__init__()
        self.model = ${sequential(layers, { indent: '        ', container })}

    def forward(self, ${parameters.join(', ')}) -> ${returned}:
        ${body}
`
}

const signatures = {
  generator: {
    name: 'Generator',
    argument: 'z',
  },
  discriminator: {
    name: 'Discriminator',
    argument: 'images',
  },
}

function docstringOf({ input, output }: NetworkSpec, labels: Labels | undefined): string {
  const taken = labels?.use === 'taken' ? `, labels [N] from 0 to ${labels.classes - 1}` : ''
  const predicted = labels?.use === 'predicted' ? `, class logits [N, ${labels.classes}]` : ''
  return `${tensorText(input)}${taken} -> ${tensorText(output)}${predicted}`
}

function tensorText(end: NetworkSpec['input'] | NetworkSpec['output']): string {
  if (end.type === 'image') return `images [N, ${end.channels}, ${end.size}, ${end.size}]`
  return end.type === 'latent' ? `latents [N, ${end.size}]` : 'logits [N, 1]'
}

const moduleInput = ({ input }: NetworkSpec, argument: string): string =>
  input.type === 'image' && input.flattened ? `${argument}.flatten(1)` : argument

function moduleOutput(
  { output }: NetworkSpec,
  layers: readonly SizedLayer[],
  given: string,
): string {
  if (output.type !== 'image' || layers.at(-1)?.output.type === 'images') return given
  return `${given}.unflatten(1, (${output.channels}, ${output.size}, ${output.size}))`
}

interface Place {
  indent: string
  /** The Python class that contains layers in sequence. */
  container: string
}

function sequential(layers: readonly SizedLayer[], { indent, container }: Place): string {
  if (layers.length === 0) return `${container}()`
  const inner = { indent: `${indent}    `, container }
  const lines = layers.map((layer) => `${inner.indent}${interpret(modules, layer, inner)},\n`)
  return `${container}(\n${lines.join('')}${indent})`
}

/** A constructor call that omits arguments equal to PyTorch's defaults. */
const call = (name: string, given: readonly (string | number)[], options: Options = []): string =>
  `nn.${ownCall(name, given, options)}`

function ownCall(name: string, given: readonly (string | number)[], options: Options): string {
  const named = options
    .filter(([, value, defaultValue]) => value !== defaultValue)
    .map(([key, value]) => `${key}=${value === true ? 'True' : value === false ? 'False' : value}`)
  return `${name}(${[...given, ...named].join(', ')})`
}

const normed = (layer: { spectralNorm?: boolean | undefined }, module: string): string =>
  layer.spectralNorm === true ? `nn.utils.spectral_norm(${module})` : module

type Options = readonly (readonly [
  name: string,
  value: number | boolean,
  defaultValue: number | boolean,
])[]

const windowOf = (layer: { stride: number; padding: number }): Options => [
  ['stride', layer.stride, 1],
  ['padding', layer.padding, 0],
]

interface Norm {
  epsilon: number
  momentum: number
}

const normOptions = ({ epsilon, momentum }: Norm): Options => [
  ['eps', epsilon, 1e-5],
  ['momentum', momentum, 0.1],
]

const batchNorm = (name: string, layer: SizedLayer & Norm) =>
  call(name, [widthOf(layer.input)], normOptions(layer))

/** A linear layer or an embedding within a head. */
const headPart = (layer: { spectralNorm?: boolean | undefined }, name: string, sizes: number[]) =>
  normed(layer, call(name, sizes))

const modules: PerType<SizedLayer, [place: Place], string> = {
  linear: (layer) =>
    normed(
      layer,
      call('Linear', [widthOf(layer.input), layer.features], [['bias', layer.bias, true]]),
    ),
  conv2d: (layer) =>
    normed(
      layer,
      call(
        'Conv2d',
        [widthOf(layer.input), layer.channels, layer.kernel],
        [...windowOf(layer), ['bias', layer.bias, true]],
      ),
    ),
  convTranspose2d: (layer) =>
    call(
      'ConvTranspose2d',
      [widthOf(layer.input), layer.channels, layer.kernel],
      [...windowOf(layer), ['output_padding', layer.outputPadding, 0], ['bias', layer.bias, true]],
    ),
  batchNorm1d: (layer) => batchNorm('BatchNorm1d', layer),
  batchNorm2d: (layer) => batchNorm('BatchNorm2d', layer),
  leakyRelu: ({ slope }) => call('LeakyReLU', [slope]),
  relu: () => call('ReLU', []),
  tanh: () => call('Tanh', []),
  flatten: () => call('Flatten', []),
  unflatten: ({ channels, size }) => call('Unflatten', [1, `(${channels}, ${size}, ${size})`]),
  upsample: ({ factor }) => `nn.Upsample(scale_factor=${factor})`,
  averagePool: ({ factor }) => call('AvgPool2d', [factor]),
  blur: () => 'Blur()',
  globalSum: () => 'GlobalSum()',
  minibatchDeviation: ({ groupSize }) => `MinibatchDeviation(${groupSize})`,
  labelEmbedding: ({ classes, features }) => `LabelEmbedding(${classes}, ${features})`,
  conditionalBatchNorm2d: (layer) =>
    ownCall('ConditionalBatchNorm2d', [layer.classes, widthOf(layer.input)], normOptions(layer)),
  projectionHead(layer) {
    const width = widthOf(layer.input)
    const parts = [
      headPart(layer, 'Linear', [width, 1]),
      headPart(layer, 'Embedding', [layer.classes, width]),
    ]
    return `ProjectionHead(${parts.join(', ')})`
  },
  classifierHead(layer) {
    const width = widthOf(layer.input)
    const parts = [1, layer.classes].map((outputs) => headPart(layer, 'Linear', [width, outputs]))
    return `ClassifierHead(${parts.join(', ')})`
  },
  residual({ main, shortcut }, { indent, container }) {
    const inner = { indent: `${indent}    `, container }
    const branches = [main, shortcut].map(
      (branch) => `${inner.indent}${sequential(branch, inner)},\n`,
    )
    return `Residual(\n${branches.join('')}${indent})`
  },
}
