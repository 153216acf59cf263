/*
 * Writes a complete data folder with a built version of the program, for
 * test/fixtures/data-folders. Later versions must open it, resume its runs bit for bit and generate
 * from them.
 *
 * usage: node scripts/freeze-data-folder.mjs <folder to write> [<path of a built cli.js>]
 *
 * Also writes expected.json: the hashes of each run after resuming it to its end, and of images
 * generated from it, by the same version. Everything runs on the cpu engine, whose results do not
 * depend on the machine.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { decode } from 'fast-png'
import { connect, firstLine } from './lib/freeze-host.mjs'

const [target, program = 'out/main/cli.js'] = process.argv.slice(2)
if (target === undefined || fs.existsSync(target)) {
  throw new Error('usage: node scripts/freeze-data-folder.mjs <new folder> [<built cli.js>]')
}

const SIZE = 8
const COUNT = 48
/**
 * Runs to freeze. `stopAt` interrupts a run as Ctrl-C does, so that it can be resumed.
 *
 * @type {{ name: string, stopAt?: number, flags: string[] }[]}
 */
const RUNS = [
  { name: 'An MLP, stopped', stopAt: 3, flags: ['--image-size', '4', '--latent-dim', '3'] },
  {
    name: 'A DCGAN in colour, stopped',
    stopAt: 5,
    flags: [
      ...['--preset', 'dcgan', '--image-size', '8', '--latent-dim', '5'],
      ...['--channels', '3', '--sample-latents', 'batch'],
    ],
  },
  { name: 'A DCGAN, finished', flags: ['--preset', 'dcgan', '--image-size', '4', '--steps', '7'] },
]
const COMMON_FLAGS = [
  ...['--engine', 'cpu', '--data', 'tiny', '--batch-size', '10', '--sample-interval', '6'],
  ...['--checkpoint-interval', '4', '--keep-checkpoints', '1', '--epochs', '3', '--seed', '7'],
]

/** @param {string} root */
const environment = (root) => ({
  ...process.env,
  GAN_STUDIO_HOME: root,
  GAN_STUDIO_MEASURE: 'never',
})
/** @param {import('node:crypto').BinaryLike} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex')
/** @param {string} root @param {string} id */
const runFolder = (root, id) => path.join(root, 'runs', id)
/** @param {string} root @param {string} id */
const readRun = (root, id) =>
  JSON.parse(fs.readFileSync(path.join(runFolder(root, id), 'run.json'), 'utf8'))

writeTinyDataset(path.join(target, 'datasets', 'tiny'))
for (const run of RUNS) await train(target, run)
await choosePreferences(target)
fs.writeFileSync(
  path.join(target, 'expected.json'),
  `${JSON.stringify({ runs: expectedRuns(target) }, null, 2)}\n`,
)
fs.rmSync(path.join(target, 'cache'), { recursive: true, force: true })

/**
 * Writes reproducible pseudorandom 8 x 8 images in MNIST's format.
 *
 * @param {string} folder
 */
function writeTinyDataset(folder) {
  const header = Buffer.alloc(16)
  ;[0x803, COUNT, SIZE, SIZE].forEach((value, i) => header.writeUInt32BE(value, 4 * i))
  const pixels = Buffer.from(
    Uint8Array.from({ length: COUNT * SIZE * SIZE }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24),
  )
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, 'train-images-idx3-ubyte'), Buffer.concat([header, pixels]))
}

/**
 * Saves settings and presets as a page does, through the web host.
 *
 * @param {string} root
 */
async function choosePreferences(root) {
  const flags = ['serve', '--no-open', '--port', '0', '--json']
  const server = spawn(process.execPath, [program, ...flags], {
    env: environment(root),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { url } = await firstLine(server, ({ event }) => event === 'serving')
  const address = new URL(url)
  const { call, close } = await connect(address)
  await call('settings.set', { theme: 'dark', language: 'zh-CN', engine: 'cpu', threads: 2 })
  for (const [i, { name }] of RUNS.entries()) {
    await call('presets.save', { name, hyperparameters: presetValues(root, i) })
  }
  close()
  server.kill('SIGTERM')
  await new Promise((resolve) => server.on('exit', resolve))
  // The token and the port belong to this machine.
  fs.rmSync(path.join(root, 'serve.json'))
}

/**
 * Every hyperparameter as stored in a run, with some values changed.
 *
 * @param {string} root
 * @param {number} i
 */
function presetValues(root, i) {
  const [id = ''] = fs.readdirSync(path.join(root, 'runs'))
  return {
    ...readRun(root, id).config.hyperparameters,
    ...{ architecture: i === 0 ? 'mlp' : 'dcgan', epochs: 9 + i, steps: 0, batchSize: 32 },
    ...{ learningRate: 0.0003, beta1: 0.4, beta2: 0.99, latentDim: 64, imageSize: 16, channels: 1 },
    ...{ sampleInterval: 50, sampleLatents: 'batch', checkpointInterval: 60, keepCheckpoints: 2 },
    seed: 5 + i,
  }
}

/**
 * @param {string} root
 * @param {(typeof RUNS)[number]} run
 */
async function train(root, { name, stopAt, flags }) {
  const all = ['train', '--name', name, ...COMMON_FLAGS, ...flags, '--json']
  const child = spawn(process.execPath, [program, ...all], {
    env: environment(root),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  if (stopAt !== undefined) {
    await firstLine(child, ({ event, step }) => event === 'metrics' && step >= stopAt)
    child.kill('SIGINT')
  } else child.stdout.resume()
  await ended
}

/**
 * Hashes of each run after resuming it to its end, and of the images its generator makes before and
 * after.
 *
 * @param {string} root
 */
function expectedRuns(root) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-freeze-'))
  fs.cpSync(root, copy, { recursive: true })
  /** @param {string[]} args */
  const cli = (...args) =>
    spawnSync(process.execPath, [program, ...args], { env: environment(copy), stdio: 'inherit' })
  const expected = fs.readdirSync(path.join(root, 'runs')).map((id) => {
    const { state } = readRun(root, id)
    const now = generatedPixels(cli, id, copy)
    if (state !== 'finished') cli('resume', id)
    const checkpoints = path.join(runFolder(copy, id), 'checkpoints')
    const last = fs.readdirSync(checkpoints).sort().at(-1) ?? ''
    const files = fs.readdirSync(path.join(checkpoints, last)).filter((n) => n !== 'manifest.json')
    return {
      ...{ id, state, lastCheckpoint: last },
      weights: Object.fromEntries(
        files.map((file) => [file, sha256(fs.readFileSync(path.join(checkpoints, last, file)))]),
      ),
      metrics: sha256(fs.readFileSync(path.join(runFolder(copy, id), 'metrics.jsonl'))),
      generated: { now, atTheEnd: generatedPixels(cli, id, copy) },
    }
  })
  fs.rmSync(copy, { recursive: true })
  return expected
}

/**
 * The hash of the pixels of four images generated with seed 3.
 *
 * @param {(...args: string[]) => unknown} cli
 * @param {string} id
 * @param {string} folder
 */
function generatedPixels(cli, id, folder) {
  const file = path.join(folder, 'grid.png')
  fs.rmSync(file, { force: true })
  cli('generate', id, '--count', '4', '--seed', '3', '--engine', 'cpu', '--grid', file)
  const { width, height, channels, data } = decode(fs.readFileSync(file))
  return { width, height, channels, sha256: sha256(data) }
}
