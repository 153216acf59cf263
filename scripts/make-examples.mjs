/*
 * Makes the examples of the Learn page from real runs: curves of D(x) and D(G(z)), nine samples and
 * the hyperparameters.
 *
 * usage: node scripts/make-examples.mjs healthy=RUN collapse=RUN overpowered=RUN swinging=RUN
 *
 * RUN is a run's folder, of a run on MNIST. The page names the preset and what was changed in it.
 */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode, encode } from 'fast-png'
import { writeJson } from './lib/write-json.mjs'

const POINTS = 80
/** In pixels. */
const CELL = 28
const GAP = 2
/** Rows and columns of the samples. */
const SIDE = 3

const target = fileURLToPath(new URL('../src/renderer/features/learn/examples/', import.meta.url))
const runs = process.argv.slice(2).map((argument) => argument.split('='))
if (runs.length === 0) throw new Error('Name the runs: healthy=RUN …')
const examples = runs.map(([kind = '', run = '']) => {
  fs.writeFileSync(path.join(target, `${kind}.png`), samplesOf(path.join(run, 'samples')))
  return [kind, exampleOf(run)]
})
await writeJson(path.join(target, 'examples.json'), Object.fromEntries(examples))

/** @param {string} run */
function exampleOf(run) {
  const { hyperparameters } = JSON.parse(fs.readFileSync(path.join(run, 'run.json'), 'utf8')).config
  const lines = fs.readFileSync(path.join(run, 'metrics.jsonl'), 'utf8').trim().split('\n')
  /** @type {Record<string, number>[]} */
  const rows = lines.map((line) => JSON.parse(line))
  const curve = (/** @type {string} */ key) =>
    Array.from({ length: POINTS }, (_, i) => {
      const part = rows.slice((i * rows.length) / POINTS, ((i + 1) * rows.length) / POINTS)
      return Number(median(part.map((row) => row[key] ?? NaN)).toPrecision(3))
    })
  const curves = { dReal: curve('dReal'), dFake: curve('dFake') }
  return { steps: rows.length, ...curves, hyperparameters }
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN
}

/**
 * Nine samples of the last grid as a PNG; if its columns are classes, three of each of the first three.
 *
 * @param {string} folder
 */
function samplesOf(folder) {
  const grids = fs.readdirSync(folder).filter((name) => name.endsWith('.png'))
  const grid = decode(fs.readFileSync(path.join(folder, grids.at(-1) ?? '')))
  const size = SIDE * (CELL + GAP) - GAP
  const data = new Uint8Array(size * size)
  for (let y = 0; y < size; y++) {
    const from = (GAP + y) * grid.width + GAP
    data.set(grid.data.subarray(from, from + size), y * size)
  }
  return encode({ width: size, height: size, data, channels: 1 })
}
