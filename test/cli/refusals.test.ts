import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { storedHyperparametersSchema } from '../../src/contract/hyperparameters'
import { networksOf } from '../../src/contract/architectures/networks-of'
import { digestOf, manifestText } from '../../src/main/storage/checkpoints/manifest'
import { acquireRunLock } from '../../src/main/storage/locks/lock'
import { cli, runsOf, TINY, trainTiny } from '../support/cli'
import { temporaryFolder, tinyDataset } from '../support/studio'

/* Invalid input has the right exit code and leaves nothing behind. */

describe('a wrong setting is refused by name with exit code 2, and no run is created', () => {
  it.each([
    [['--lr', '-1'], '--lr'],
    [['--lr', 'fast'], '--lr'],
    [['--batch-size', '0'], '--batch-size'],
    [['--batch-size', '161'], '160 images (--batch-size)'],
    [['--batch-size', '2.5'], '--batch-size'],
    [['--batch-size', '1'], 'batch norm'],
    [['--image-size', '256', '--channels', '3'], 'The wasm engine would need about'],
    [['--channels', '2'], '--channels'],
    [['--n_epochs', '0'], '--n_epochs'],
    [['--seed', '-3'], '--seed'],
    [['--sample-latents', 'none'], '--sample-latents'],
    [['--preset', 'no-such'], 'reference'],
    [['--engine', 'abacus'], 'abacus'],
    [['--no-such-flag'], '--no-such-flag'],
    [['--threads', 'many'], '--threads'],
    [['--name', ''], '--name must not be empty'],
    [['--name', 'x'.repeat(121)], '--name must have at most 120 characters, not 121'],
    [['--data', ''], '--data must not be empty'],
    [['--from', ''], '--from must not be empty'],
    [['--out', ''], '--out must not be empty'],
  ])('%j', (args, message) => {
    const root = temporaryFolder()
    const { code, stderr } = trainTiny(root, ...args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(runsOf(root)).toEqual([])
  })
})

it.each([
  ['generator.pt', 'a PyTorch file, not safetensors'],
  ['generator.safetensors', 'a PyTorch file, not safetensors'],
])('PyTorch weights as %s are refused with exit code 3 and how to save them', (name, says) => {
  const root = temporaryFolder()
  const file = path.join(root, name)
  fs.writeFileSync(file, `PK\x03\x04${'\0'.repeat(22)}\x0a\0\0\0a/data.pklFB\x14\0ZZZZ`)
  const { code, stderr } = cli(root, 'generate', file, '--grid', path.join(root, 'grid.png'))
  expect(stderr).toContain(says)
  expect(stderr).toContain('save_file(generator.state_dict(), "generator.safetensors")')
  expect(stderr).toContain(file)
  expect(code).toBe(3)
  expect(fs.existsSync(path.join(root, 'grid.png'))).toBe(false)
})

describe('bad data is refused with exit code 3, and no run is created', () => {
  it.each<[string, (file: string) => void, string]>([
    ['a wrong magic', (file) => overwrite(file, 0, 9), 'Not an IDX file'],
    ['a truncated file', (file) => fs.truncateSync(file, 500), 'truncated'],
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
    const complete = fs.readFileSync('resources/datasets/mnist/train-images-idx3-ubyte.gz')
    fs.writeFileSync(
      path.join(folder, 'train-images-idx3-ubyte.gz'),
      complete.subarray(0, 5_000_000),
    )
    const { code, stderr } = cli(root, 'train', '--data', folder, ...TINY)
    expect(stderr).toContain('train-images-idx3-ubyte.gz')
    expect(code).toBe(3)
  })

  it('a data set that does not exist', () => {
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

describe('a bad checkpoint is refused with exit code 3, and left unchanged', () => {
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
    ['a manifest of a newer version', (dir) => newerManifest(dir), 'newer'],
    ['a missing file', (dir) => fs.rmSync(path.join(dir, 'generator.safetensors')), 'generator'],
  ]

  let trained: string
  beforeAll(() => {
    trained = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-test-'))
    expect(trainTiny(trained, '--steps', '2').code).toBe(0)
    return () => fs.rmSync(trained, { recursive: true })
  })

  it.each(harms)('%s', (_, harm, message) => {
    const root = temporaryFolder()
    fs.cpSync(trained, root, { recursive: true })
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

  it('a folder that not even root can create', () => {
    // Not even root may write to /sys, or create it where it does not exist.
    const { code, stderr } = cli('/sys/gan-studio', 'train', '--data', 'mnist', ...TINY)
    expect(stderr).toContain('/sys/gan-studio')
    expect(code).toBe(5)
  })
})

it('a run that another process trains is refused with exit code 5, and left unchanged', async () => {
  const root = temporaryFolder()
  expect(trainTiny(root, '--steps', '2').code).toBe(0)
  const run = path.join(root, 'runs', runsOf(root)[0] ?? '')
  const before = fs.readFileSync(path.join(run, 'run.json'), 'utf8')
  const lock = await acquireRunLock(run)
  const { code, stderr } = cli(root, 'resume', 'latest', '--steps', '4')
  await lock.release()
  expect(stderr).toContain(`Process ${process.pid} has been training this run`)
  expect(code).toBe(5)
  expect(fs.readFileSync(path.join(run, 'run.json'), 'utf8')).toBe(before)
})

const FROZEN = path.resolve('test/fixtures/data-folders/0.1.0')

it('a checkpoint of networks that differ from the settings is refused, and left unchanged', () => {
  const root = temporaryFolder()
  fs.cpSync(FROZEN, root, { recursive: true })
  const id = runsOf(root).sort()[0] ?? ''
  const dir = path.join(root, 'runs', id, 'checkpoints', '00000008')
  const file = path.join(dir, 'manifest.json')
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'))
  const networks = networksOf(storedHyperparametersSchema.parse(manifest.hyperparameters))
  const layers = networks.discriminator.layers.map((layer) =>
    layer.type === 'leakyRelu' ? { ...layer, slope: 0.3 } : layer,
  )
  const discriminator = { ...networks.discriminator, layers }
  const changed = { ...manifest, networks: { ...networks, discriminator } }
  fs.writeFileSync(file, manifestText({ ...changed, digest: digestOf(changed) }))
  const before = fs.readFileSync(file, 'utf8')
  const { code, stderr } = cli(root, 'resume', id)
  expect(stderr).toContain("the checkpoint's discriminator does not match the run's settings")
  expect(code).toBe(3)
  expect(fs.readFileSync(file, 'utf8')).toBe(before)
  expect(fs.readdirSync(path.dirname(dir))).toEqual(['00000008'])
})
