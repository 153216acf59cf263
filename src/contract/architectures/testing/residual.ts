import { parseNetworkSpec } from '../spec'
import type { NetworkSpecs } from '../spec'

/*
 * Networks with features that no registered architecture has: residual layers, batch norm before
 * and after them, flatten and unflatten without an adjacent linear layer, layers without biases,
 * and other epsilons and momenta.
 */

const grow = { type: 'convTranspose2d', channels: 6, stride: 2 }
const generator = {
  input: { type: 'latent', size: 12 },
  layers: [
    { type: 'unflatten', channels: 3, size: 2 },
    { type: 'conv2d', channels: 4, kernel: 3, padding: 1 },
    {
      type: 'residual',
      main: [
        { type: 'batchNorm2d', epsilon: 0.001, momentum: 0.3 },
        { type: 'relu' },
        { ...grow, kernel: 3, padding: 1, outputPadding: 1, bias: false },
        { type: 'batchNorm2d' },
        { type: 'leakyRelu', slope: 0.1 },
        { type: 'conv2d', channels: 6, kernel: 3, padding: 1 },
      ],
      shortcut: [{ ...grow, kernel: 2 }],
    },
    { type: 'batchNorm2d', momentum: 0.5 },
    { type: 'residual', main: [{ type: 'relu' }, { type: 'conv2d', channels: 6, kernel: 1 }] },
    { type: 'flatten' },
    { type: 'batchNorm1d' },
    { type: 'linear', features: 32, bias: false },
    { type: 'batchNorm1d', epsilon: 0.8 },
    { type: 'residual', main: [{ type: 'linear', features: 32 }] },
    { type: 'linear', features: 192, initialisation: { type: 'normal', deviation: 0.1 } },
    { type: 'leakyRelu' },
    { type: 'unflatten', channels: 3, size: 8 },
    { type: 'batchNorm2d' },
    { type: 'tanh' },
  ],
  output: { type: 'image', channels: 3, size: 8 },
}

const discriminator = {
  input: { type: 'image', channels: 3, size: 8 },
  layers: [
    { type: 'conv2d', channels: 4, kernel: 4, stride: 2, padding: 1 },
    {
      type: 'residual',
      main: [{ type: 'leakyRelu' }, { type: 'conv2d', channels: 4, kernel: 3, padding: 1 }],
    },
    { type: 'flatten' },
    { type: 'leakyRelu', slope: 0.2 },
    { type: 'linear', features: 1 },
  ],
  output: { type: 'logit' },
}

export const residualSpecs: NetworkSpecs = {
  generator: parseNetworkSpec(generator, 'usage'),
  discriminator: parseNetworkSpec(discriminator, 'usage'),
}
