import { parseNetworkSpec } from '../spec'
import type { NetworkSpecs } from '../spec'

/*
 * Networks with every layer that changes the size of images without weights, and with spectral norm
 * in each position that affects the layout of its vectors.
 */

const spectral = { spectralNorm: true }
const generator = {
  input: { type: 'latent', size: 12 },
  layers: [
    { type: 'linear', features: 96, ...spectral },
    { type: 'unflatten', channels: 6, size: 4 },
    { type: 'batchNorm2d' },
    { type: 'relu' },
    {
      type: 'residual',
      main: [
        { type: 'upsample' },
        { type: 'blur' },
        { type: 'conv2d', channels: 5, kernel: 3, padding: 1, bias: false, ...spectral },
        { type: 'batchNorm2d' },
        { type: 'relu' },
        { type: 'conv2d', channels: 5, kernel: 1, initialisation: { type: 'kaimingNormal' } },
      ],
      shortcut: [{ type: 'upsample' }, { type: 'conv2d', channels: 5, kernel: 1 }],
    },
    { type: 'conv2d', channels: 3, kernel: 3, padding: 1, ...spectral },
    { type: 'tanh' },
  ],
  output: { type: 'image', channels: 3, size: 8 },
}

const discriminator = {
  input: { type: 'image', channels: 3, size: 8 },
  layers: [
    { type: 'conv2d', channels: 6, kernel: 3, padding: 1, ...spectral },
    {
      type: 'residual',
      main: [
        { type: 'leakyRelu', slope: 0.2 },
        { type: 'conv2d', channels: 7, kernel: 3, padding: 1, bias: false, ...spectral },
        { type: 'averagePool' },
      ],
      shortcut: [
        { type: 'blur' },
        { type: 'averagePool' },
        {
          ...{ type: 'conv2d', channels: 7, kernel: 1, ...spectral },
          initialisation: { type: 'xavierUniform' },
        },
      ],
    },
    { type: 'minibatchDeviation', groupSize: 2 },
    { type: 'flatten' },
    { type: 'linear', features: 18, ...spectral },
    { type: 'minibatchDeviation' },
    { type: 'linear', features: 16 },
    { type: 'unflatten', channels: 4, size: 2 },
    { type: 'globalSum' },
    { type: 'linear', features: 1, ...spectral },
  ],
  output: { type: 'logit' },
}

export const resamplingSpecs: NetworkSpecs = {
  generator: parseNetworkSpec(generator, 'usage'),
  discriminator: parseNetworkSpec(discriminator, 'usage'),
}
