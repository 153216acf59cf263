import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { tinyNetworks, tinyWith, tinyWithLayer } from '../../src/contract/testing/tiny-networks'
import { cli, runsOf } from '../support/cli'
import { temporaryFolder, tinyDataset } from '../support/studio'

function fileIn(root: string, content: unknown): string {
  const file = path.join(root, 'mine.json')
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const training = (root: string, ...args: string[]) =>
  cli(
    root,
    ...['train', '--data', tinyDataset(root, 48), '--batch-size', '16', '--steps', '2'],
    ...['--engine', 'wasm', '--threads', '1', ...args],
  )

describe('train --architecture-file', () => {
  it('takes the sizes from the networks; the run can be resumed and branched from', () => {
    const root = temporaryFolder()
    const file = fileIn(root, tinyNetworks)
    // A flag may repeat what the networks say.
    const { code, stderr } = training(root, '--architecture-file', file, '--image-size', '8')
    expect(stderr).not.toContain('error')
    expect(code).toBe(0)
    const [id = ''] = runsOf(root)
    fs.rmSync(file)
    expect(cli(root, 'resume', id, '--steps', '3').code).toBe(0)
    const branched = cli(root, 'train', '--from', id, '--steps', '5', '--learning-rate', '0.0001')
    expect(branched.stderr).not.toContain('error')
    expect(branched.code).toBe(0)
    const images = path.join(root, 'images.png')
    const made = cli(root, 'generate', id, '--count', '4', '--grid', images, '--engine', 'wasm')
    expect(made.code).toBe(0)
  })

  it.each([
    ['--latent-dim 7', ['--latent-dim', '7'], '--latent-dim 7 contradicts'],
    ['--latent_dim 7', ['--latent_dim', '7'], '--latent_dim 7 contradicts'],
    ['--channels 3', ['--channels', '3'], '--channels 3 contradicts'],
    ['--architecture mlp', ['--architecture', 'mlp'], '--architecture mlp contradicts'],
    ['--conditioning projection', ['--conditioning', 'projection'], '--conditioning projection'],
    ['--base-width 8', ['--base-width', '8'], '--base-width has no effect'],
  ])('is refused with %s', (_, flags, says) => {
    const root = temporaryFolder()
    const { code, stderr } = training(
      root,
      '--architecture-file',
      fileIn(root, tinyNetworks),
      ...flags,
    )
    expect(stderr).toContain(says)
    expect(code).toBe(2)
    expect(runsOf(root)).toEqual([])
  })

  it('is refused if the penalty conflicts with the networks', () => {
    const root = temporaryFolder()
    const [first, ...rest] = tinyNetworks.discriminator.layers
    const layers = [first, { type: 'batchNorm2d' }, ...rest]
    const file = fileIn(root, tinyWith('discriminator', { layers }))
    const flags = ['--architecture-file', file, '--penalty', 'gradientPenalty']
    const { code, stderr } = training(root, ...flags)
    expect(stderr).toContain('--penalty: the gradient penalty needs a discriminator without batch')
    expect(code).toBe(2)
  })

  it.each(['train', 'check'])('%s names a bad file and the layer at fault', (command) => {
    const root = temporaryFolder()
    const bad = tinyWithLayer('generator', 0, { type: 'linear', features: 0 })
    const file = fileIn(root, bad)
    const { code, stderr } =
      command === 'check'
        ? cli(root, 'architectures', 'check', file)
        : training(root, '--architecture-file', file)
    expect(stderr).toContain(
      `the architecture is not valid: generator, layer 1 (linear): features: must be more than 0 (${file})`,
    )
    expect(code).toBe(2)
    expect(runsOf(root)).toEqual([])
  })

  it.each(['a pipe', 'a folder', 'nothing'])('a path to %s is refused', (kind) => {
    const root = temporaryFolder()
    const file = path.join(root, 'mine.json')
    if (kind === 'a pipe') execFileSync('mkfifo', [file])
    if (kind === 'a folder') fs.mkdirSync(file)
    const { code, stderr } = training(root, '--architecture-file', file)
    expect(stderr).toContain(file)
    expect(code).toBe(2)
  })

  it('is needed for the architecture custom', () => {
    const { code, stderr } = training(temporaryFolder(), '--architecture', 'custom')
    expect(stderr).toContain('--architecture: ')
    expect(stderr).toContain('architecture file')
    expect(code).toBe(2)
  })
})

it('a preset cannot contain custom networks', () => {
  const root = temporaryFolder()
  const preset = fileIn(root, { name: 'x', hyperparameters: { architecture: 'custom' } })
  const { code, stderr } = training(root, '--preset', preset)
  expect(stderr).toContain('hyperparameters.architecture: a preset cannot contain custom networks')
  expect(code).toBe(2)
})

it('architectures show prints a file that architectures check accepts, with --json anywhere', () => {
  const root = temporaryFolder()
  const shown = cli(root, 'architectures', 'show', 'dcgan', '--image_size', '32')
  expect(shown.code).toBe(0)
  const file = fileIn(root, shown.stdout)
  const checked = cli(root, 'architectures', 'check', file)
  expect(checked.stdout).toContain('convTranspose2d')
  for (const args of [
    ['architectures', 'check', file, '--json'],
    ['--json', 'architectures', 'check', file],
    ['architectures', '--json', 'check', file],
  ]) {
    const { stdout, code } = cli(root, ...args)
    expect(JSON.parse(stdout)).toMatchObject({ name: 'dcgan', imageSize: 32 })
    expect(code).toBe(0)
  }
})
