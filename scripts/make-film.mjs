/*
 * Makes the film that is shown while there are no runs: sample grids of one run, side by side.
 *
 * usage: node scripts/make-film.mjs <run's folder>
 * example: npm run train -- --preset mnist-quality --epochs 4 --sample-interval 100 --out /tmp/film
 *          node scripts/make-film.mjs /tmp/film/runs/*
 */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode, encode } from 'fast-png'
import { writeJson } from './lib/write-json.mjs'

const [run] = process.argv.slice(2)
if (run === undefined) throw new Error('usage: node scripts/make-film.mjs <run’s folder>')

/** Most frames are from the beginning, where images change fastest. */
const WANTED = [0, 1, 2, 3, 4, 6, 8, 10, 13, 17, 22, 28]
const samples = path.join(run, 'samples')
const grids = fs.readdirSync(samples).filter((name) => name.endsWith('.png'))
const files = [...WANTED.flatMap((i) => grids[i] ?? []), ...grids.slice(-1)]
const frames = files.map((name) => decode(fs.readFileSync(path.join(samples, name))))
const [{ width, height } = { width: 0, height: 0 }] = frames
if (frames.some((frame) => frame.channels !== 1)) throw new Error('Grids must be grey')

const data = new Uint8Array(width * height * frames.length)
for (const [i, frame] of frames.entries()) {
  for (let y = 0; y < height; y++) {
    const row = frame.data.subarray(y * width, (y + 1) * width)
    data.set(row, (y * frames.length + i) * width)
  }
}
const target = fileURLToPath(new URL('../src/renderer/features/runs/first-run/', import.meta.url))
const png = encode({ width: width * frames.length, height, data, channels: 1 })
fs.writeFileSync(path.join(target, 'film.png'), png)
const steps = files.map((name) => Number.parseInt(name, 10))
await writeJson(path.join(target, 'film.json'), { width, height, steps })
