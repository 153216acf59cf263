import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failureOf } from '../../contract/testing/failure-of'
import { encodePng } from '../image/png'
import { pattern } from '../image/testing'
import { generated } from './generated'
import { labelsOf, openAs, readAll, tempDir } from './arrays/testing'

const origin = { source: 'a run', seed: 1, latentScale: 1, statistics: 'running' }
const names = ['00000.png', '00001.png', '00002.png']
async function folder(given: object = {}): Promise<string> {
  const path = tempDir()
  const image = { width: 4, height: 4, channels: 3, data: pattern(48) }
  for (const name of names) await writeFile(join(path, name), await encodePng(image))
  const manifest = { ...origin, images: names, ...given }
  await writeFile(join(path, 'manifest.json'), JSON.stringify(manifest, null, 2))
  return path
}

describe('a folder of generated images', () => {
  it('has the images and classes of its manifest', async () => {
    const path = await folder({ labels: [5, 2, 5] })
    expect(await generated.detect(path)).toBe(true)
    const source = await openAs(generated, path)
    expect(source.description).toMatchObject({
      ...{ kind: 'generated', images: 3, testImages: 0, labelsFrom: 'file', colour: true },
      sizes: [{ width: 4, height: 4, images: 3 }],
      classes: [
        { name: '2', images: 1 },
        { name: '5', images: 2 },
      ],
    })
    expect(labelsOf(source)).toEqual([1, 0, 1])
    expect(source.entry(2).name).toBe('00002.png')
    const [, second] = await readAll(source)
    expect(second).toHaveProperty('encoded')
  })

  it('has no classes without labels', async () => {
    const source = await openAs(generated, await folder())
    expect(source.description).toMatchObject({ classes: null, labelsFrom: null })
    expect(source.entry(0).label).toBeNull()
  })

  it('refuses a missing image, and reads the others', async () => {
    const path = await folder()
    const source = await openAs(generated, path)
    await rm(join(path, '00001.png'))
    const results = await readAll(source)
    expect(results.map((result) => Object.keys(result)[0])).toEqual([
      'encoded',
      'refused',
      'encoded',
    ])
    expect((await openAs(generated, path)).stamp).not.toBe(source.stamp)
  })

  it.each<[string, object, RegExp]>([
    ['names that lead elsewhere', { images: ['../../etc/passwd.png'] }, /images\.0/],
    ['absolute names', { images: ['/etc/1.png'] }, /images\.0/],
    ['no images', { images: [] }, /images/],
    ['too few labels', { labels: [1] }, /1 label for 3 images/],
    ['labels that are no numbers', { labels: ['a', 'b', 'c'] }, /labels\.0/],
  ])('refuses a manifest with %s', async (_, given, message) => {
    const path = await folder(given)
    const error = await failureOf(() => openAs(generated, path))
    expect(error.message).toMatch(message)
    expect(error).toMatchObject({ code: 'data', where: join(path, 'manifest.json') })
  })

  it('is not any folder with a manifest', async () => {
    const path = tempDir()
    expect(await generated.detect(path)).toBe(false)
    await writeFile(join(path, 'manifest.json'), '{"name": "a web page"}')
    expect(await generated.detect(path)).toBe(false)
    await writeFile(join(path, 'manifest.json'), `{"latentScale": 1, "statistics": "x",`)
    const error = await failureOf(() => openAs(generated, path))
    expect(error.message).toMatch(/list of generated images cannot be read/)
  })
})
