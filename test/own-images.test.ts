import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { encode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { checkDataset, loadDataset } from '../src/main/storage/datasets/load-dataset'
import { pixelsOf } from '../src/main/storage/testing/pixels-of'
import { pythonCommand } from '../src/main/studio/estimates/torch-peer'
import { temporaryFolder } from './support/studio'

/* The script in docs/own-images.md makes data sets of pictures. */

const script =
  /```python\n([^]+?)```/.exec(fs.readFileSync('docs/own-images.md', 'utf8'))?.[1] ?? ''
const withPillow = [pythonCommand(), 'python3'].find(
  (python) => spawnSync(python, ['-c', 'import PIL']).status === 0,
)

/** Writes a picture whose left half has one colour and whose right half another. */
function writePicture(file: string, [width, height]: [number, number], halves: number[][]): void {
  const pixel = (i: number) => halves[(i % width) * 2 < width ? 0 : 1] ?? []
  const data = Uint8Array.from(Array.from({ length: width * height }, (_, i) => pixel(i)).flat())
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, encode({ width, height, channels: pixel(0).length, data }))
}

describe.skipIf(withPillow === undefined)('the script for pictures (needs Pillow)', () => {
  it.each([
    ['L', 1],
    ['RGB', 3],
  ] as const)('makes a data set of mode %s', async (mode, channels) => {
    const root = temporaryFolder()
    const [red, blue] = [
      [255, 0, 0],
      [0, 0, 255],
    ]
    writePicture(path.join(root, 'pictures/a.png'), [12, 12], [[0], [255]])
    writePicture(path.join(root, 'pictures/below/b.PNG'), [40, 20], [red, blue])
    fs.writeFileSync(path.join(root, 'pictures/notes.txt'), 'not a picture')
    const edited = script.replace('28, "L"', `8, "${mode}"`)
    const { status, stderr } = spawnSync(withPillow ?? '', ['-c', edited], { cwd: root })
    expect(String(stderr)).toBe('')
    expect(status).toBe(0)

    const folder = path.join(root, 'my-images')
    expect(fs.readdirSync(folder)).toEqual([`train-images-idx${channels === 1 ? 3 : 4}-ubyte`])
    await checkDataset(folder, [])
    const loaded = await loadDataset(folder, {
      imageSize: 8,
      channels,
      datasetsDirs: [],
    })
    const pixels = pixelsOf(loaded)
    expect(loaded.count).toBe(2)
    // [count, channels, height, width]: the outermost pixels of the first row of each channel.
    const row = (image: number, channel: number) => {
      const start = (image * channels + channel) * 64
      return [pixels[start], pixels[start + 7]]
    }
    for (let channel = 0; channel < channels; channel++) expect(row(0, channel)).toEqual([0, 255])
    if (channels === 3)
      expect([0, 1, 2].map((c) => row(1, c))).toEqual([
        [255, 0],
        [0, 0],
        [0, 255],
      ])
    // Luma of red and blue.
    else expect(row(1, 0)).toEqual([76, 29])
  })
})
