import fs from 'node:fs'
import path from 'node:path'
import { encodePng } from '../../src/main/image/png'

const SIZE = 32
const CLASSES = 10

/** Writes colour pictures of 32 x 32 pixels, all different, into one folder per class. */
export async function makePictures(folder: string, count: number): Promise<void> {
  for (let label = 0; label < CLASSES; label++) {
    fs.mkdirSync(path.join(folder, `class ${label}`), { recursive: true })
  }
  for (let i = 0; i < count; i++) {
    const png = await encodePng({ data: pixels(i), width: SIZE, height: SIZE, channels: 3 })
    fs.writeFileSync(path.join(folder, `class ${i % CLASSES}`, `${i}.png`), png)
  }
}

/** Waves with noise, which compress about as well as photographs. */
function pixels(seed: number): Uint8Array {
  const data = new Uint8Array(SIZE * SIZE * 3)
  let grain = seed + 1
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % SIZE, Math.floor(i / 3 / SIZE)]
    grain = (Math.imul(grain, 1_664_525) + 1_013_904_223) >>> 0
    const wave = Math.sin((x * (1 + (seed % 7)) + y * (1 + (i % 3))) / 9 + seed)
    data[i] = 128 + 100 * wave + (grain >>> 28)
  }
  return data
}
