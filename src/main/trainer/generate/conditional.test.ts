import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { conditionalSpecs } from '../../../contract/architectures/testing/conditional'
import type { StateDict } from '../../../contract/tensors'
import { openCpu } from '../../engine/cpu'
import { buildNetworks } from '../../gan/architectures/build-network'
import { safetensorsParts } from '../../storage/files/safetensors'
import { tempDir } from '../../storage/testing/temp-dir'
import { ImageMaker } from './image-maker'

/* Bare weights of class-conditional generators, recognised by their tensors. */

const LENGTH = 3 * 8 * 8

async function weightsOf(name: string): Promise<string> {
  await openCpu()
  const specs = conditionalSpecs[name]
  if (specs === undefined) throw new Error(`there is no ${name}`)
  const { generator, discriminator } = buildNetworks(specs, 4)
  const file = path.join(tempDir(), 'generator.safetensors')
  // At first, conditional batch norm is the same for all classes.
  const state: StateDict = new Map(
    [...generator.stateDict()].map(([key, value]) =>
      value.dtype === 'F32' && /(scale|offset)\.weight$/.test(key)
        ? [key, { ...value, data: value.data.map((x, i) => x + Math.sin(i)) }]
        : [key, value],
    ),
  )
  fs.writeFileSync(file, Buffer.concat(safetensorsParts(state, { format: 'pt' })))
  generator.dispose()
  discriminator.dispose()
  return file
}

const job = { engine: 'cpu', threads: 0, seed: 1, latentScale: 1 } as const

describe.each(['conditional mlp', 'conditional dcgan'])('weights of the %s', (name) => {
  it.each(['running', 'batch'] as const)(
    'make images of all classes in turn, or of the chosen ones, with %s statistics',
    async (statistics) => {
      const source = await weightsOf(name)
      const maker = new ImageMaker()
      const images = async (count: number, classes?: number[]): Promise<Uint8Array[]> => {
        const file = path.join(tempDir(), 'images.u8')
        const output = { kind: 'pixels', file } as const
        const chosen = classes === undefined ? {} : { classes }
        const { shape } = await maker.generate({
          ...{ ...job, source, statistics, count, output, ...chosen },
        })
        expect(shape.classes).toBe(3)
        const bytes = fs.readFileSync(file)
        return Array.from({ length: count }, (_, n) => bytes.subarray(n * LENGTH, (n + 1) * LENGTH))
      }
      const all = await images(5)
      expect(await images(4)).toEqual(all.slice(0, 4))
      expect(await images(5, [0, 1, 2])).toEqual(all)
      const ones = await images(5, [1])
      expect(ones[0]).not.toEqual(all[0])
      if (statistics === 'running') expect([ones[1], ones[4]]).toEqual([all[1], all[4]])
    },
  )

  it('record the label of each image', async () => {
    const folder = path.join(tempDir(), 'images')
    const output = { kind: 'folder', folder } as const
    const source = await weightsOf(name)
    const wanted = { ...job, source, statistics: 'running', count: 3, classes: [2, 0] } as const
    await new ImageMaker().generate({ ...wanted, classes: [2, 0], output })
    const manifest: unknown = JSON.parse(
      fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'),
    )
    expect(manifest).toMatchObject({ labels: [2, 0, 2] })
  })

  it('refuse a class that they do not have, before anything is written', async () => {
    const file = path.join(tempDir(), 'x.png')
    const source = await weightsOf(name)
    const output = { kind: 'grid', file } as const
    const wanted = { ...job, source, statistics: 'running', count: 3, output } as const
    await expect(new ImageMaker().generate({ ...wanted, classes: [3] })).rejects.toThrow(
      'has no class 3: its classes are 0 to 2',
    )
    expect(fs.existsSync(file)).toBe(false)
  })
})
