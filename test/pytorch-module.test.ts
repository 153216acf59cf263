import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { expect, it } from 'vitest'
import { defaultOptions, exampleSettings } from '../src/contract/architectures/architecture'
import type { Architecture } from '../src/contract/architectures/architecture'
import { architectures } from '../src/contract/architectures/architectures'
import { labelsOf } from '../src/contract/architectures/labels'
import { networksOf } from '../src/contract/architectures/networks-of'
import { pytorchModule } from '../src/contract/architectures/pytorch'
import { pixelsOf } from '../src/contract/architectures/shapes'
import type { NetworkSpecs } from '../src/contract/architectures/spec'
import { conditionalSpecs } from '../src/contract/architectures/testing/conditional'
import { residualSpecs } from '../src/contract/architectures/testing/residual'
import { resamplingSpecs } from '../src/contract/architectures/testing/resampling'
import { openEngine } from '../src/main/engine/open'
import { buildNetworks } from '../src/main/gan/architectures/build-network'
import { largestDifference } from '../src/main/engine/testing/largest-difference'
import { safetensorsParts } from '../src/main/storage/files/safetensors'
import { pythonCommand } from '../src/main/studio/estimates/torch-peer'
import { wave } from './support/parity'
import { temporaryFolder } from './support/studio'

/* The printed PyTorch modules compute the same as the networks trained here. */

const SCRIPT = path.resolve('test/support/pytorch_module.py')
const hasTorch = spawnSync(pythonCommand(), ['-c', 'import torch']).status === 0

const sizes = { latentDim: 10, imageSize: 8, channels: 3 }
const all: [string, NetworkSpecs][] = [
  ...Object.entries<Architecture>(architectures).map(([name, kind]): [string, NetworkSpecs] => [
    name,
    kind.networks(exampleSettings(kind, sizes)),
  ]),
  ['residual networks', residualSpecs],
  ['resampling networks', resamplingSpecs],
  ...Object.entries(conditionalSpecs),
]

/** Writes both networks to files. @returns the images of wave latents, then their logits */
function written(specs: NetworkSpecs, folder: string): Float32Array {
  const networks = buildNetworks(specs, 1)
  const { generator, discriminator } = networks
  const latentDim = latentsOf(specs)
  // Training passes move the running statistics away from their initial values.
  for (let pass = 0; pass < 4; pass++) {
    tidy(() => {
      const images = generator.forward(
        tensor2d(wave(16 * latentDim, 50 + pass, 1.5), [16, latentDim]),
        'train',
        labels(16),
      )
      discriminator.forward(images, 'train', labels(16))
    })
  }
  for (const [name, network] of Object.entries(networks)) {
    const parts = safetensorsParts(network.stateDict(), { format: 'pt' })
    fs.writeFileSync(path.join(folder, `${name}.safetensors`), Buffer.concat(parts))
    const source = pytorchModule(specs[name as keyof NetworkSpecs])
    fs.writeFileSync(path.join(folder, `${name}.py`), source)
  }
  return tidy(() => {
    const z = tensor2d(wave(4 * latentDim, 7, 1.5), [4, latentDim])
    const images = generator.forward(z, 'eval', labels(4))
    const logits = discriminator.forward(images, 'eval', labels(4))
    return Float32Array.from([...images.dataSync(), ...logits.dataSync()])
  })
}

/** Labels; the first four are those of pytorch_module.py. */
const labels = (count: number) =>
  tensor1d(
    Array.from({ length: count }, (_, i) => i % 3),
    'int32',
  )

function latentsOf({ generator: { input } }: NetworkSpecs): number {
  return input.type === 'latent' ? input.size : NaN
}

interface Case {
  folder: string
  specs: NetworkSpecs
}
const outOf = (folder: string): string => path.join(folder, 'out.f32')

/**
 * Runs the modules of all folders in one Python process, because PyTorch takes seconds to start.
 */
function runTorch(cases: readonly Case[]): void {
  const args = cases.flatMap(({ folder, specs }) => [
    folder,
    String(latentsOf(specs)),
    outOf(folder),
  ])
  expect(spawnSync(pythonCommand(), [SCRIPT, ...args], { encoding: 'utf8' }).stderr).toBe('')
}

it.skipIf(!hasTorch).each(['cpu', 'wasm'] as const)(
  'printed modules load the weights of %s and compute the same outputs',
  async (engine) => {
    await openEngine(engine, 1)
    const cases = all.map(([name, specs]) => {
      const folder = temporaryFolder()
      return { name, folder, specs, ours: written(specs, folder) }
    })
    runTorch(cases)
    for (const { name, folder, specs, ours } of cases) {
      const { output } = specs.generator
      const pixels = output.type === 'image' ? pixelsOf(output) : NaN
      const judged = labelsOf(specs.discriminator)
      const classLogits = judged?.use === 'predicted' ? judged.classes : 0
      expect(ours, name).toHaveLength(4 * (pixels + 1 + classLogits))
      const theirs = new Float32Array(Uint8Array.from(fs.readFileSync(outOf(folder))).buffer)
      expect(largestDifference(ours, theirs), name).toBeLessThan(1e-5)
      expect(
        ours.some((value) => Math.abs(value) > 0.01),
        name,
      ).toBe(true)
    }
  },
)

it('a printed module states only what differs from PyTorch’s defaults', async () => {
  const { generator, discriminator } = networksOf({
    ...{ ...defaultOptions, architecture: 'dcgan', ...sizes },
  })
  await expect(
    `${pytorchModule(generator)}\n\n${pytorchModule(discriminator)}`,
  ).toMatchFileSnapshot('fixtures/printed-dcgan.txt')
})
