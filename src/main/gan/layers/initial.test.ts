import { createHash } from 'node:crypto'
import { tensor2d, tidy } from '@tensorflow/tfjs-core'
import { beforeAll, expect, it } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import type { Hyperparameters } from '../../../contract/hyperparameters'
import type { StateDict } from '../../../contract/tensors'
import { openCpu } from '../../engine/cpu'
import { createGan } from '../training/gan'
import { RandomStream } from '../random/random'

/*
 * A seed gives exactly these weights, names, images and logits, so that runs started with 0.1.0 can
 * be repeated and resumed bit for bit. The hashes were computed by 0.1.0.
 */

const golden: { h: Partial<Hyperparameters>; weights: string; outputs: string }[] = [
  {
    h: { architecture: 'mlp', latentDim: 10, imageSize: 8, channels: 1, seed: 7 },
    weights: '773accc94f0355b391479825ea3d5f7f3ed432cc9d9ed9e9a5a3e0eada3c3cba',
    outputs: 'ede70082b0742a34476d2148bbbff6a74d14c682c7a0c759d2011ff7bcf039f6',
  },
  {
    h: { architecture: 'mlp', latentDim: 3, imageSize: 5, channels: 3, seed: 1 },
    weights: '75aab783b445f0592816139c546fed8eb05d1d8a86dfbceab2a34cbb99ad002d',
    outputs: '0b639e5539577f2a60d31e53de14aa6788856cf8bb6d45b0b74e47df5c3ac14a',
  },
  {
    h: { architecture: 'dcgan', latentDim: 10, imageSize: 8, channels: 3, seed: 7 },
    weights: '15b66fc22701498602f7872c0078441bb6dcb1f5d9d2e801d9b4590def3ef536',
    outputs: 'af68f6cb84cc240468c8890ea705d1911605ef30528108b732af13d32d5a6a1e',
  },
  {
    h: { architecture: 'dcgan', latentDim: 6, imageSize: 12, channels: 1, seed: 1 },
    weights: 'b26e8c64e523fed99f2072aa00067502c53bbb9e6e3af70183fdda83fe37b87c',
    outputs: '31140c20a2dc5ec6aca59ef448f65fa29ba975e75dd793c4424ff5e0c3229c6d',
  },
]

beforeAll(() => openCpu())

it.each(golden)('networks of $h are those of 0.1.0', ({ h, weights, outputs }) => {
  const gan = createGan({ ...presets.reference, ...h })
  const { generator, discriminator } = gan
  expect(hashOf([generator, discriminator].map((network) => network.stateDict()))).toBe(weights)
  const latents = RandomStream.seeded(2, 'z').fillNormal(new Float32Array(5 * (h.latentDim ?? 0)))
  const given = tidy(() => {
    // One pass to move the running statistics away from 0 and 1.
    const z = tensor2d(latents, [5, h.latentDim ?? 0])
    const trained = generator.forward(z, 'train')
    const images = generator.forward(z, 'eval')
    const logits = discriminator.forward(images, 'eval')
    return [trained, images, logits].map((tensor) => tensor.dataSync<'float32'>().slice())
  })
  expect(
    hashOf([new Map(given.map((data, i) => [`${i}`, { dtype: 'F32', shape: [], data }]))]),
  ).toBe(outputs)
  gan.state.dispose()
})

function hashOf(states: readonly StateDict[]): string {
  const hash = createHash('sha256')
  for (const [name, { shape, data }] of states.flatMap((state) => [...state])) {
    hash.update(`${name} [${shape.join()}] `)
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex')
}
