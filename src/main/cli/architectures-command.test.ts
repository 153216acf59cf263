import { Command } from 'commander'
import fs from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { architectureNames, architectures } from '../../contract/architectures/architectures'
import { networksOf } from '../../contract/architectures/networks-of'
import { parseNetworkSpec } from '../../contract/architectures/spec'
import { hyperparameterSet } from '../../contract/hyperparameters'
import { tinyNetworks } from '../../contract/testing/tiny-networks'
import { readArchitectureFile } from '../storage/files/architecture-file'
import { tempDir } from '../storage/testing/temp-dir'
import { addArchitecturesCommand } from './architectures-command'
import type { CommandContext } from './context'

/** Runs the command; returns its lines and its value for --json. */
async function run(...argv: string[]): Promise<{ lines: string; value: object }> {
  const shown: { lines: string; value: object }[] = []
  const result = (lines: string | readonly string[], value: object) =>
    void shown.push({ lines: [lines].flat().join('\n'), value })
  const program = new Command().exitOverride()
  addArchitecturesCommand(program, { output: () => ({ result }) } as unknown as CommandContext)
  await program.parseAsync(['architectures', ...argv], { from: 'user' })
  return shown[0] ?? { lines: '', value: {} }
}

function saved(text: string): string {
  const file = join(tempDir(), 'mine.json')
  fs.writeFileSync(file, text)
  return file
}

it('lists the built-in architectures', async () => {
  const { lines } = await run()
  for (const name of architectureNames) {
    expect(lines).toContain(`${name}: ${architectures[name].label.en}`)
  }
})

it.each(architectureNames)('prints %s as a file that describes the same networks', async (name) => {
  const flags = ['--image-size', '32', '--channels', '3', '--latent-dim', '20']
  const { lines } = await run('show', name, ...flags, '--conditioning', 'projection')
  const { generator, discriminator } = await readArchitectureFile(saved(lines))
  const sizes = { imageSize: 32, channels: 3, latentDim: 20, conditioning: 'projection' } as const
  const wanted = networksOf({ ...hyperparameterSet.defaults, ...sizes, architecture: name })
  expect(generator).toEqual(parseNetworkSpec(wanted.generator, 'usage'))
  expect(discriminator).toEqual(parseNetworkSpec(wanted.discriminator, 'usage'))
})

it('refuses an unknown architecture, and settings that an architecture does not support', async () => {
  await expect(run('show', 'custom')).rejects.toMatchObject({ code: 'usage' })
  await expect(run('show', 'dcgan', '--image-size', '30')).rejects.toMatchObject({
    ...{ code: 'usage', message: expect.stringContaining('--image-size') },
  })
  await expect(run('show', 'mlp', '--base-width', '8')).rejects.toMatchObject({
    ...{ code: 'usage', message: expect.stringContaining('--base-width') },
  })
})

it('lists the layers of a file with output shapes and parameter counts', async () => {
  const { lines, value } = await run('check', saved(JSON.stringify(tinyNetworks)))
  expect(lines.split('\n')).toEqual([
    'Tiny',
    'generator: 937 parameters',
    '  layer           type             output     parameters',
    '  1               linear           32         224',
    '  2               unflatten        8 x 2 x 2  -',
    '  3               residual         8 x 4 x 4  584',
    '    3.main.1      upsample         8 x 4 x 4  -',
    '    3.main.2      conv2d           8 x 4 x 4  584',
    '    3.main.3      leakyRelu        8 x 4 x 4  -',
    '    3.shortcut.1  upsample         8 x 4 x 4  -',
    '  4               convTranspose2d  1 x 8 x 8  129',
    '  5               tanh             1 x 8 x 8  -',
    'discriminator: 105 parameters',
    '  layer  type       output     parameters',
    '  1      conv2d     4 x 4 x 4  40',
    '  2      leakyRelu  4 x 4 x 4  -',
    '  3      flatten    64         -',
    '  4      linear     1          65',
  ])
  expect(value).toMatchObject({
    ...{ name: 'Tiny', latentDim: 6, imageSize: 8, channels: 1, conditioning: 'none' },
    generator: { parameters: 937 },
  })
})
