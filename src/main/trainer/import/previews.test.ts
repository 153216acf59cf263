import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { preparationSchema } from '../../../contract/datasets/preparation'
import { png, zipBytes } from '../../sources/pictures/testing'
import { tempDir } from '../../storage/testing/temp-dir'
import { SourceReader } from './source-reader'

it('previews of one source and descriptions of others at the same time do not harm each other', async () => {
  const dir = tempDir()
  const paths: string[] = []
  for (const name of ['a', 'b']) {
    const entries = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => ({ name: `${i}.png`, data: await png(i, 40) })),
    )
    writeFileSync(join(dir, `${name}.zip`), zipBytes(entries))
    paths.push(join(dir, `${name}.zip`))
  }
  const reader = new SourceReader()
  const preparation = preparationSchema.parse({ imageSize: 8, channels: 1 })
  const previews = Array.from({ length: 12 }, async (_, i) => {
    const source = { path: String(paths[i % 2]), options: {} }
    await reader.describe(source)
    return reader.preview({ source, preparation, count: 60 }, join(dir, `${i}.png`))
  })
  for (const { images, refused } of await Promise.all(previews)) {
    expect(refused).toEqual([])
    expect(images).toHaveLength(60)
  }
})
