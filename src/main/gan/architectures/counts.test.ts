import { beforeAll, expect, test } from 'vitest'
import { defaultOptions, exampleSettings } from '../../../contract/architectures/architecture'
import type { Architecture } from '../../../contract/architectures/architecture'
import { architectures } from '../../../contract/architectures/architectures'
import { networksOf } from '../../../contract/architectures/networks-of'
import type { NetworkSpecs } from '../../../contract/architectures/spec'
import { parameterCounts, stateOf } from '../../../contract/architectures/state'
import { residualSpecs } from '../../../contract/architectures/testing/residual'
import { resamplingSpecs } from '../../../contract/architectures/testing/resampling'
import { presets } from '../../../contract/hyperparameters'
import { openCpu } from '../../engine/cpu'
import { RandomStream } from '../random/random'
import { buildNetwork } from './build-network'

beforeAll(() => openCpu())

test('the reference networks have the published numbers of parameters', () => {
  expect(parameterCounts(networksOf(presets.reference))).toEqual({
    generator: 1_510_032,
    discriminator: 533_505,
  })
})

const sizes = [
  { latentDim: 100, imageSize: 28, channels: 1 },
  { latentDim: 1, imageSize: 4, channels: 3 },
  { latentDim: 37, imageSize: 32, channels: 3 },
]
const all: [string, NetworkSpecs][] = [
  ...Object.entries<Architecture>(architectures).flatMap(([name, architecture]) =>
    sizes.map((each): [string, NetworkSpecs] => [
      `${name} from ${JSON.stringify(each)}`,
      architecture.networks(exampleSettings(architecture, each)),
    ]),
  ),
  [
    'mlp of an odd size',
    networksOf({
      ...{ ...defaultOptions, architecture: 'mlp', latentDim: 37, imageSize: 11, channels: 3 },
    }),
  ],
  ['residual networks', residualSpecs],
  ['resampling networks', resamplingSpecs],
]

test.each(all)('%s: counts and state dict match the real networks', (_, specs) => {
  const counts = parameterCounts(specs)
  for (const role of ['generator', 'discriminator'] as const) {
    const network = buildNetwork(specs[role], RandomStream.seeded(1))
    expect(counts[role]).toBe(network.parameterCount)
    const real = [...network.stateDict()].map(([name, { shape, dtype }]) => ({
      name,
      shape,
      dtype,
    }))
    const predicted = stateOf(specs[role])
    expect(predicted.map(({ name, shape, dtype }) => ({ name, shape, dtype }))).toEqual(real)
    expect(predicted.filter(({ trained }) => trained).map(({ name }) => name)).toEqual(
      network.parameters.map(({ name }) => name),
    )
    network.dispose()
  }
})
