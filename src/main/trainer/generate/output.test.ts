import { getBackend } from '@tensorflow/tfjs-core'
import { decode } from 'fast-png'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { RandomStream } from '../../gan/random/random'
import type { StudioError } from '../../../contract/errors'
import { tempDir } from '../../storage/testing/temp-dir'
import { ImageMaker } from './image-maker'
import { encodeImagePng } from '../../image/encode'
import { pixelBytes, refuseHugeOutput } from './output'

test.each([1, 3])(
  'bytes of %i channels are those of the PNGs, beyond the range and NaN too',
  async (channels) => {
    const size = 6
    const length = channels * size * size
    const pixels = RandomStream.seeded(1).fillNormal(new Float32Array(4 * length))
    pixels.set([NaN, Infinity, -Infinity, -1, 1, 0])
    const bytes = pixelBytes(pixels, { size, channels })
    for (let n = 0; n < 4; n++) {
      const image = pixels.subarray(n * length, (n + 1) * length)
      const png = await encodeImagePng({ pixels: image, height: size, width: size, channels })
      expect(Buffer.from(decode(png).data)).toEqual(
        Buffer.from(bytes.subarray(n * length, (n + 1) * length)),
      )
    }
  },
)

test.each([
  [28, 1],
  [64, 3],
  [4096, 3],
])('a grid of images of %i x %i channels has a maximum, named in the error', (size, channels) => {
  const shape = { size, channels }
  const grid = { kind: 'grid', file: 'x.png' } as const
  const refusal = (count: number): unknown => {
    try {
      refuseHugeOutput(grid, shape, count)
      return undefined
    } catch (error) {
      return error
    }
  }
  const error = refusal(1_000_000) as StudioError
  expect(error).toMatchObject({ code: 'usage', problem: { code: 'gridTooLarge' } })
  const most = Number(/at most ([\d,]+)/.exec(error.remedy ?? '')?.[1]?.replaceAll(',', ''))
  expect(most * size * size * channels).toBeLessThan(2 ** 29)
  expect(refusal(most)).toBeUndefined()
  expect(refusal(most + 1)).toMatchObject({ code: 'usage' })
  refuseHugeOutput({ kind: 'folder', folder: 'x' }, shape, 1_000_000)
})

const GENERATOR = path.resolve(
  'test/fixtures/data-folders/0.1.0/runs/20261128-183041-6b08ec/checkpoints/00000008/generator.safetensors',
)

test('a grid that is too large is rejected before an engine is opened', async () => {
  const dir = tempDir()
  const file = path.join(dir, 'generator.safetensors')
  fs.copyFileSync(GENERATOR, file)
  const job = { source: file, engine: 'cpu', threads: 0, seed: 1, latentScale: 1 } as const
  // A setup that no engine accepts: opening one would give a different error.
  const setup = { threads: -1 }
  const output = { kind: 'grid', file: path.join(dir, 'x.png') } as const
  const wanted = { ...job, setup, count: 1e9, statistics: 'running', output } as const
  await expect(new ImageMaker().generate(wanted)).rejects.toMatchObject({
    problem: { code: 'gridTooLarge' },
  })
  expect(getBackend()).toBeUndefined()
  expect(fs.readdirSync(dir)).toEqual(['generator.safetensors'])
})
