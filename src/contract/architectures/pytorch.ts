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
  const residual = layers.some(hasResidual) ? RESIDUAL : ''
  return `import torch
from torch import nn

${residual}
${classOf(spec, layers)}`
}

const hasResidual = ({ type }: SizedLayer): boolean => type === 'residual'

const RESIDUAL = `
class Residual(nn.Module):
    """Adds the outputs of two branches; an empty one passes its input on."""

    def __init__(self, main: nn.Sequential, shortcut: nn.Sequential) -> None:
        super().__init__()
        self.main = main
        self.shortcut = shortcut

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.main(x) + self.shortcut(x)

`

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
  linear: ({ input, features, bias }) =>
    call('Linear', [widthOf(input), features], [['bias', bias, true]]),
  conv2d: (layer) =>
    call(
      'Conv2d',
      [widthOf(layer.input), layer.channels, layer.kernel],
      [...windowOf(layer), ['bias', layer.bias, true]],
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
  residual({ main, shortcut }, indent) {
    const inner = `${indent}    `
    const branches = [main, shortcut].map((branch) => `${inner}${sequential(branch, inner)},\n`)
    return `Residual(\n${branches.join('')}${indent})`
  },
}
