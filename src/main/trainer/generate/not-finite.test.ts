import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { defaultOptions } from '../../../contract/architectures/architecture'
import { networksOf } from '../../../contract/architectures/networks-of'
import type { StateDict } from '../../../contract/tensors'
import { openCpu } from '../../engine/cpu'
import { buildNetwork } from '../../gan/architectures/build-network'
import { RandomStream } from '../../gan/random/random'
import { safetensorsParts } from '../../storage/files/safetensors'
import { tempDir } from '../../storage/testing/temp-dir'
import { ImageMaker } from './image-maker'

beforeAll(openCpu)

const { generator: spec } = networksOf({
  ...defaultOptions,
  ...{ architecture: 'mlp', latentDim: 4, imageSize: 8, channels: 1 },
})

/** Writes a generator's weights with all values of one tensor replaced. */
function weightsFile(dir: string, tensor: string, value: number): string {
  const state: StateDict = buildNetwork(spec, RandomStream.seeded(1)).stateDict()
  state.get(tensor)?.data.fill(value as never)
  const file = path.join(dir, 'weights.safetensors')
  fs.writeFileSync(file, Buffer.concat(safetensorsParts(state)))
  return file
}

const outputs = (dir: string) =>
  [
    { kind: 'grid', file: path.join(dir, 'out.png') },
    { kind: 'folder', folder: path.join(dir, 'out') },
    { kind: 'pixels', file: path.join(dir, 'out.u8') },
  ] as const

test.each([
  ['model.0.weight', NaN, 'weightsNotFinite'],
  ['model.9.running_mean', Infinity, 'weightsNotFinite'],
  // Finite, but the square root of a negative variance is not.
  ['model.9.running_var', -2, 'imagesNotFinite'],
])('%s of %s gives an error and no output of any kind', async (tensor, value, code) => {
  for (const kind of [0, 1, 2] as const) {
    const dir = tempDir()
    const source = weightsFile(dir, tensor, value)
    const output = outputs(dir)[kind]
    const job = { source, engine: 'cpu' as const, threads: 0, count: 3, seed: 1, latentScale: 1 }
    await expect(
      new ImageMaker().generate({ ...job, statistics: 'running', output }),
    ).rejects.toMatchObject({ code: 'checkpoint', where: source, problem: { code } })
    const left = fs.readdirSync(dir, { recursive: true }).map(String)
    expect(left.filter((name) => name !== 'out')).toEqual(['weights.safetensors'])
  }
})
