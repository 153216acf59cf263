import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { describe, expect, it } from 'vitest'
import { latestUsable } from '../src/main/storage/checkpoints'
import { readLock } from '../src/main/storage/lock'
import { readRun } from '../src/main/storage/runs'
import { temporaryFolder, tinyDataset } from './support/studio'

/* The built command line, run as a person or a script would run it. */

const CLI = path.resolve('out/main/cli.js')
const TINY = ['--engine', 'wasm', '--threads', '1', '--image-size', '8', '--latent-dim', '10']

interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

function cli(root: string, ...args: string[]): Ran {
  const env = { ...process.env, GAN_STUDIO_HOME: root }
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    timeout: 60_000,
    env,
    encoding: 'utf8',
  })
  return { code: status, stdout, stderr }
}

const trainTiny = (root: string, ...args: string[]): Ran =>
  cli(root, 'train', '--data', tinyDataset(root, 160), '--batch-size', '16', ...TINY, ...args)

const runsOf = (root: string): string[] => {
  const folder = path.join(root, 'runs')
  return fs.existsSync(folder) ? fs.readdirSync(folder) : []
}

function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('a wrong setting is refused with exit code 2, by name, and no run is made', () => {
  it.each([
    [['--lr', '-1'], 'learningRate'],
    [['--lr', 'fast'], '--learning-rate'],
    [['--batch-size', '0'], 'batchSize'],
    [['--batch-size', '161'], '160 images'],
    [['--batch-size', '2.5'], 'batchSize'],
    [['--channels', '2'], 'channels'],
    [['--n_epochs', '0'], 'epochs'],
    [['--seed', '-3'], 'seed'],
    [['--sample-latents', 'none'], 'sampleLatents'],
    [['--preset', 'no-such'], 'reference'],
    [['--engine', 'abacus'], 'abacus'],
    [['--no-such-flag'], '--no-such-flag'],
    [['--threads', 'many'], '--threads'],
  ])('%j', (args, message) => {
    const root = temporaryFolder()
    const { code, stderr } = trainTiny(root, ...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(runsOf(root)).toEqual([])
  })
})

describe('bad data is refused with exit code 3, and no run is made', () => {
  it.each<[string, (file: string) => void, string]>([
    ['a wrong magic', (file) => overwrite(file, 0, 9), 'Not an IDX file'],
    ['a truncated file', (file) => fs.truncateSync(file, 500), 'short'],
    ['trailing bytes', (file) => fs.appendFileSync(file, 'x'), '1 '],
    ['no images', (file) => fs.rmSync(file), 'train-images'],
  ])('%s', (_, harm, message) => {
    const root = temporaryFolder()
    const folder = tinyDataset(root, 160)
    const file = path.join(folder, 'train-images-idx3-ubyte')
    harm(file)
    const { code, stderr } = cli(root, 'train', '--data', folder, ...TINY)
    expect(stderr).toContain(message)
    expect(code).toBe(3)
    expect(runsOf(root)).toEqual([])
  })

  it('a truncated gzip', () => {
    const root = temporaryFolder()
    const folder = path.join(root, 'cut')
    fs.mkdirSync(folder)
    const whole = fs.readFileSync('resources/datasets/mnist/train-images-idx3-ubyte.gz')
    fs.writeFileSync(path.join(folder, 'train-images-idx3-ubyte.gz'), whole.subarray(0, 5_000_000))
    const { code, stderr } = cli(root, 'train', '--data', folder, ...TINY)
    expect(stderr).toContain('train-images-idx3-ubyte.gz')
    expect(code).toBe(3)
  })

  it('a data set that is not there', () => {
    const { code, stderr } = cli(temporaryFolder(), 'train', '--data', 'no-such-set')
    expect(stderr).toContain('no-such-set')
    expect(code).toBe(3)
  })
})

const overwrite = (file: string, at: number, value: number): void => {
  const bytes = fs.readFileSync(file)
  bytes[at] = value
  fs.writeFileSync(file, bytes)
}

describe('a bad checkpoint is refused with exit code 3, and left as it is', () => {
  const harms: [string, (dir: string) => void, string][] = [
    [
      'a 0-byte file',
      (dir) => fs.truncateSync(path.join(dir, 'generator.safetensors')),
      'generator',
    ],
    [
      'a flipped byte',
      (dir) => overwrite(path.join(dir, 'generator.safetensors'), 9000, 7),
      'generator',
    ],
    ['a 0-byte manifest', (dir) => fs.truncateSync(path.join(dir, 'manifest.json')), 'manifest'],
    ['a manifest from the future', (dir) => newerManifest(dir), 'newer'],
    ['a missing file', (dir) => fs.rmSync(path.join(dir, 'generator.safetensors')), 'generator'],
  ]

  it.each(harms)('%s', (_, harm, message) => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '2').code).toBe(0)
    const dir = path.join(root, 'runs', runsOf(root)[0] ?? '', 'checkpoints', '00000002')
    harm(dir)
    const before = fs.readdirSync(dir)
    const { code, stderr } = cli(root, 'generate', dir, '--grid', path.join(root, 'x.png'))
    expect(stderr).toContain(message)
    expect(code).toBe(3)
    expect(fs.existsSync(path.join(root, 'x.png'))).toBe(false)
    expect(fs.readdirSync(dir)).toEqual(before)
  })

  it('a safetensors file with a hostile header', () => {
    const root = temporaryFolder()
    const file = path.join(root, 'evil.safetensors')
    const bytes = Buffer.alloc(64)
    bytes.writeBigUInt64LE(2n ** 63n, 0)
    fs.writeFileSync(file, bytes)
    const { code, stderr } = cli(root, 'generate', file, '--grid', path.join(root, 'x.png'))
    expect(stderr).toContain('evil.safetensors')
    expect(code).toBe(3)
  })
})

const newerManifest = (dir: string): void => {
  const file = path.join(dir, 'manifest.json')
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as object
  fs.writeFileSync(file, JSON.stringify({ ...manifest, schemaVersion: 999 }))
}

describe('a disk that cannot be written is refused with exit code 5', () => {
  it('an output folder that is a file', () => {
    const root = temporaryFolder()
    fs.writeFileSync(path.join(root, 'occupied'), 'mine')
    const { code, stderr } = trainTiny(root, '--steps', '2', '--out', path.join(root, 'occupied'))
    expect(stderr).toContain('occupied')
    expect(code).toBe(5)
    expect(fs.readFileSync(path.join(root, 'occupied'), 'utf8')).toBe('mine')
  })

  it('a place where no one may write', () => {
    // Not even root may write here; where there is no /sys, nobody can make it.
    const { code, stderr } = cli('/sys/gan-studio', 'train', '--data', 'mnist', ...TINY)
    expect(stderr).toContain('/sys/gan-studio')
    expect(code).toBe(5)
  })
})

describe('an engine that cannot be had', () => {
  it('is an error with its remedy and exit code 4 when it was asked for by name', () => {
    const root = temporaryFolder()
    const { code, stderr } = withoutAddon(root, '--engine', 'tensorflow')
    expect(stderr).toContain('tfjs-node-gpu')
    expect(stderr).toContain('provision-engine')
    expect(code).toBe(4)
    expect(runsOf(root)).toEqual([])
  })

  it('is passed over by auto, which says so and trains', () => {
    const root = temporaryFolder()
    const { code, stderr } = withoutAddon(root, '--engine', 'auto')
    expect(stderr).toContain('tensorflow is not used')
    expect(stderr).toContain('engine   wasm')
    expect(code).toBe(0)
  })
})

/** Runs a copy of the built program that has every package but the native one. */
function withoutAddon(root: string, ...args: string[]): Ran {
  const home = path.join(root, 'program')
  fs.cpSync('out', path.join(home, 'out'), { recursive: true })
  fs.copyFileSync('package.json', path.join(home, 'package.json'))
  const modules = path.join(home, 'node_modules')
  fs.mkdirSync(path.join(modules, '@tensorflow'), { recursive: true })
  const link = (name: string): void =>
    fs.symlinkSync(path.resolve('node_modules', name), path.join(modules, name))
  for (const name of fs.readdirSync('node_modules')) {
    if (!name.startsWith('.') && name !== '@tensorflow') link(name)
  }
  for (const name of fs.readdirSync('node_modules/@tensorflow')) {
    if (name !== 'tfjs-node-gpu') link(path.join('@tensorflow', name))
  }
  const data = tinyDataset(root, 160)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(home, 'out/main/cli.js'),
      ...['train', '--data', data, '--steps', '1', '--image-size', '8', '--out', root],
      ...args,
    ],
    { encoding: 'utf8' },
  )
  return { code: status, stdout, stderr }
}

describe('train, resume and generate', () => {
  it('give one JSON line an event, with every step in the metrics', () => {
    const root = temporaryFolder()
    const { code, stdout } = trainTiny(root, '--steps', '6', '--sample-interval', '3', '--json')
    expect(code).toBe(0)
    const events = jsonLines(stdout)
    expect(events[0]).toMatchObject({ event: 'started', fromStep: 0, totalSteps: 6 })
    const metrics = events.filter(({ event }) => event === 'metrics')
    expect(metrics.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6])
    const samples = events.filter(({ event }) => event === 'sample')
    expect(samples.map(({ step }) => step)).toEqual([0, 3, 6])
    expect(events.at(-1)).toMatchObject({ event: 'ended', outcome: 'finished', step: 6 })
  })

  it('gives the same images for the same seed, others for another, and more keeps the first', () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '3')).toMatchObject({ code: 0 })
    const generate = (name: string, seed: string, count: string, ...more: string[]): string => {
      const folder = path.join(root, name)
      const args = ['latest', '--seed', seed, '--count', count, '--out', folder, '--engine', 'wasm']
      expect(cli(root, 'generate', ...args, ...more)).toMatchObject({ code: 0 })
      return fs.readFileSync(path.join(folder, '00001.png'), 'base64')
    }
    const first = generate('a', '4', '3')
    const scaled = generate('scaled', '4', '3', '--latent-scale', '0.5')
    const train = generate('train', '4', '3', '--statistics', 'batch')
    expect(new Set([first, scaled, train]).size).toBe(3)
    expect(generate('plain', '4', '3', '--latent-scale', '1', '--statistics', 'running')).toBe(
      first,
    )
    expect(generate('b', '4', '3')).toBe(first)
    expect(generate('c', '4', '300')).toBe(first)
    expect(generate('d', '5', '3')).not.toBe(first)
    const manifest: unknown = JSON.parse(
      fs.readFileSync(path.join(root, 'a/manifest.json'), 'utf8'),
    )
    expect(manifest).toMatchObject({
      seed: 4,
      step: 3,
      images: ['00000.png', '00001.png', '00002.png'],
    })
  })

  it.each([
    ['--latent-scale', '0'],
    ['--latent-scale', '6'],
    ['--latent-scale', 'wide'],
    ['--statistics', 'none'],
  ])('refuses to generate with %s %s', (flag, value) => {
    const args = ['latest', '--grid', 'x.png', flag, value]
    expect(cli(temporaryFolder(), 'generate', ...args)).toMatchObject({ code: 2 })
  })

  it('does not write into a folder that holds something', () => {
    const root = temporaryFolder()
    trainTiny(root, '--steps', '1')
    const folder = path.join(root, 'full')
    fs.mkdirSync(folder)
    fs.writeFileSync(path.join(folder, '00000.png'), 'mine')
    expect(cli(root, 'generate', 'latest', '--out', folder)).toMatchObject({ code: 2 })
    expect(fs.readFileSync(path.join(folder, '00000.png'), 'utf8')).toBe('mine')
  })

  it('saves on Ctrl-C and exits with 130; resume goes on from there to the end', async () => {
    const root = temporaryFolder()
    const args = ['--steps', '60', '--checkpoint-interval', '1000', '--json']
    const data = tinyDataset(root, 160)
    const child = spawn(
      process.execPath,
      [CLI, 'train', '--data', data, '--batch-size', '16', ...TINY, ...args],
      { env: { ...process.env, GAN_STUDIO_HOME: root }, stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
    const lines: Record<string, unknown>[] = []
    for await (const line of readline.createInterface({ input: child.stdout })) {
      lines.push(JSON.parse(line) as Record<string, unknown>)
      if (lines.at(-1)?.['event'] === 'metrics' && !child.killed) child.kill('SIGINT')
    }
    expect(await exited).toBe(130)
    const last = lines.at(-1)
    expect(last).toMatchObject({ event: 'ended', outcome: 'stopped' })
    const { code, stdout } = cli(root, 'resume', 'latest', '--json')
    expect(code).toBe(0)
    const events = jsonLines(stdout)
    expect(events[0]).toMatchObject({ fromStep: last?.['step'] })
    expect(events.at(-1)).toMatchObject({ outcome: 'finished', step: 60 })
  })

  it('saves where it is when its host is killed, and ends', async () => {
    const root = temporaryFolder()
    const args = ['--epochs', '100000', '--checkpoint-interval', '1000000', '--json']
    const child = spawn(
      process.execPath,
      [CLI, 'train', '--data', tinyDataset(root, 160), '--batch-size', '16', ...TINY, ...args],
      { env: { ...process.env, GAN_STUDIO_HOME: root }, stdio: ['ignore', 'pipe', 'ignore'] },
    )
    let seen = 0
    for await (const line of readline.createInterface({ input: child.stdout })) {
      const { event, step } = JSON.parse(line) as { event: string; step?: number }
      if (event !== 'metrics' || step === undefined) continue
      seen = step
      child.kill('SIGKILL')
    }
    const dir = path.join(root, 'runs', runsOf(root)[0] ?? '')
    await expect.poll(() => readLock(dir), { timeout: 30_000 }).toBeUndefined()
    const { checkpoint } = await latestUsable(dir)
    expect(checkpoint?.step).toBeGreaterThanOrEqual(seen)
    expect((await readRun(dir)).state).toBe('interrupted')
  })

  it('refuses a second trainer on the same run', async () => {
    const root = temporaryFolder()
    const args = ['--epochs', '100000', '--json', '--data', tinyDataset(root, 160)]
    const child = spawn(process.execPath, [CLI, 'train', ...TINY, ...args], {
      env: { ...process.env, GAN_STUDIO_HOME: root },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const exited = new Promise((resolve) => child.on('exit', resolve))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    const { code, stderr } = cli(root, 'resume', 'latest')
    expect(stderr).toContain(String((await lockHolder(root)).pid))
    expect(code).not.toBe(0)
    child.kill('SIGINT')
    await exited
    child.stdout.destroy()
  })
})

async function lockHolder(root: string): Promise<{ pid: number }> {
  const holder = await readLock(path.join(root, 'runs', runsOf(root)[0] ?? ''))
  if (holder === undefined) throw new Error('no one holds the lock')
  return holder
}

describe('the lists', () => {
  it('show the runs, the data sets and the engines', () => {
    const root = temporaryFolder()
    trainTiny(root, '--steps', '1', '--name', 'my digits')
    expect(cli(root, 'runs').stdout).toMatch(/my digits\s+finished\s+1 /)
    expect(cli(root, 'datasets').stdout).toMatch(/mnist\s+60000\s+28x28x1\s+yes/)
    expect(cli(root, 'datasets').stdout).toMatch(/tiny\s+160\s+8x8x1\s+no/)
    expect(cli(root, 'engines').stdout).toMatch(/wasm\s+yes/)
    expect(cli(root, 'engines').stdout).toMatch(/cpu\s+yes/)
  })

  it('help names every hyperparameter with its range and exits with 0', () => {
    const { code, stdout } = cli('/', 'train', '--help')
    expect(code).toBe(0)
    for (const flag of ['--epochs', '--latent-dim', '--beta1', '--keep-checkpoints', '--seed']) {
      expect(stdout).toContain(flag)
    }
    expect(stdout).toContain('1 to 8192')
  })
})

describe('serve', () => {
  it('prints where the studio is to be had, and ends with its process', async () => {
    const root = temporaryFolder()
    const env = { ...process.env, GAN_STUDIO_HOME: root }
    const args = [CLI, 'serve', '--no-open', '--json']
    const server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = new Promise((resolve) => server.on('exit', resolve))
    const lines = readline.createInterface(server.stdout)[Symbol.asyncIterator]()
    const { url, ...rest } = JSON.parse(String((await lines.next()).value)) as { url: string }
    expect(rest).toEqual({ event: 'serving', folder: root })
    expect((await fetch(url.replace(/token=.*/, 'token=no'))).status).toBe(403)
    const page = await fetch(url, { redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([303, '/'])
    server.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})
