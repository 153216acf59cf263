import { interpret } from './interpret'
import type { PerType } from './interpret'
import { inputOf, shapesOf } from './shapes'
import type { SizedLayer } from './shapes'
import { roleOf } from './spec'
import type { NetworkSpec } from './spec'
import { widthOf } from './state'

/**
 * Generates the source of a PyTorch module, class `Generator` or `Discriminator`, that loads the
 * network's weights with `load_state_dict(strict=True)`. A generator turns latents [N, size] into images
 * [N, C, H, W]; a discriminator takes such images and returns logits [N, 1].
 *
 * @throws StudioError `usage` if the layers do not fit; see {@link shapesOf}
 */
export function pytorchModule(spec: NetworkSpec): string {
  const layers = shapesOf(spec)
  const used = typesIn(layers)
  const own = Object.entries(ownModules).flatMap(([type, source]) => (used.has(type) ? source : []))
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

/** The source of layers that PyTorch does not have, by layer type. */
const ownModules: { [T in SizedLayer['type']]?: string } = {
  blur: `
class Blur(nn.Module):
    """Smooths each channel by [1, 2, 1] / 4 in both directions."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        line = torch.tensor([0.25, 0.5, 0.25], dtype=x.dtype, device=x.device)
        kernel = torch.outer(line, line).expand(x.shape[1], 1, 3, 3)
        return F.conv2d(x, kernel, padding=1, groups=x.shape[1])

`,
  globalSum: `
class GlobalSum(nn.Module):
    """Sums each channel over its pixels."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.sum((2, 3))

`,
  minibatchDeviation: `
class MinibatchDeviation(nn.Module):
    """Appends a channel with how much the images of each group differ."""

    def __init__(self, group_size: int) -> None:
        super().__init__()
        self.group_size = group_size

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        count = len(x)
        size = self.group_size if count % self.group_size == 0 else count
        groups = x.reshape(size, count // size, -1)
        deviation = (groups.var(0, correction=0) + 1e-8).sqrt().mean(1).repeat(size)
        channel = deviation.reshape(-1, *[1] * (x.dim() - 1)).expand(-1, 1, *x.shape[2:])
        return torch.cat([x, channel], 1)

`,
  residual: `
class Residual(nn.Module):
    """Adds the outputs of two branches; an empty one passes its input on."""

    def __init__(self, main: nn.Sequential, shortcut: nn.Sequential) -> None:
        super().__init__()
        self.main = main
        self.shortcut = shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.main(x) + self.shortcut(x)

`,
}

function classOf(spec: NetworkSpec, layers: readonly SizedLayer[]): string {
  const { name, docstring, argument } = signatures[roleOf(spec)]
  return `class ${name}(nn.Module):
    """${docstring(spec)}"""

    def __init__(self) -> None:
        super().__init__()
        self.model = ${sequential(layers, '        ')}

    def forward(self, ${argument}: torch.Tensor) -> torch.Tensor:
        return ${moduleOutput(spec, layers, `self.model(${moduleInput(spec, argument)})`)}
`
}

const signatures = {
  generator: {
    name: 'Generator',
    argument: 'z',
    docstring: (spec: NetworkSpec) =>
      `latents [N, ${widthOf(inputOf(spec))}] -> ${tensorText(spec.output)}`,
  },
  discriminator: {
    name: 'Discriminator',
    argument: 'images',
    docstring: (spec: NetworkSpec) => `${tensorText(spec.input)} -> ${tensorText(spec.output)}`,
  },
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

function sequential(layers: readonly SizedLayer[], indent: string): string {
  if (layers.length === 0) return 'nn.Sequential()'
  const inner = `${indent}    `
  const lines = layers.map((layer) => `${inner}${interpret(modules, layer, inner)},\n`)
  return `nn.Sequential(\n${lines.join('')}${indent})`
}

/** A constructor call that omits arguments equal to PyTorch's defaults. */
function call(name: string, given: readonly (string | number)[], options: Options = []): string {
  const named = options
    .filter(([, value, defaultValue]) => value !== defaultValue)
    .map(([key, value]) => `${key}=${value === true ? 'True' : value === false ? 'False' : value}`)
  return `nn.${name}(${[...given, ...named].join(', ')})`
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

const batchNorm = (name: string, layer: SizedLayer & { epsilon: number; momentum: number }) =>
  call(
    name,
    [widthOf(layer.input)],
    [
      ['eps', layer.epsilon, 1e-5],
      ['momentum', layer.momentum, 0.1],
    ],
  )

const modules: PerType<SizedLayer, [indent: string], string> = {
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
  residual({ main, shortcut }, indent) {
    const inner = `${indent}    `
    const branches = [main, shortcut].map((branch) => `${inner}${sequential(branch, inner)},\n`)
    return `Residual(\n${branches.join('')}${indent})`
  },
}
