import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { tinyNetworks, tinyWithLayer } from '../../../contract/testing/tiny-networks'
import { tempDir } from '../testing/temp-dir'
import { readArchitectureFile } from './architecture-file'

function fileWith(text: string): string {
  const file = join(tempDir(), 'mine.json')
  fs.writeFileSync(file, text)
  return file
}

const refusal = (file: string): Promise<unknown> =>
  readArchitectureFile(file).catch((thrown: unknown) => thrown)

test('a file gives its networks, with the defaults filled in', async () => {
  const { name, generator } = await readArchitectureFile(fileWith(JSON.stringify(tinyNetworks)))
  expect(name).toBe('Tiny')
  expect(generator.layers[0]).toEqual({
    ...{ type: 'linear', features: 32, bias: true },
    initialisation: { type: 'uniformByInputs' },
  })
})

describe('a file is refused, with its path and what is wrong', () => {
  it.each([
    ['not JSON', '{"generator":', 'cannot be read as JSON'],
    ['empty', '', 'cannot be read as JSON'],
    ['with a key twice', '{"generator":{"layers":[],"layers":[]}}', '“layers” twice'],
    ['in UTF-16', '{\0', 'not UTF-8 text'],
    ['nested too deeply', `${'['.repeat(2000)}${']'.repeat(2000)}`, 'cannot be read as JSON'],
    [
      'with a bad layer',
      JSON.stringify(tinyWithLayer('generator', 0, { type: 'linear', features: 0 })),
      'generator, layer 1 (linear): features: must be more than 0',
    ],
    ['too large', ' '.repeat(2 ** 20 + 1), 'large'],
  ])('%s', async (_, text, says) => {
    const file = fileWith(text)
    expect(await refusal(file)).toMatchObject({
      ...{ code: 'usage', where: file, message: expect.stringContaining(says) },
    })
  })

  it('missing, a folder or a pipe', async () => {
    const dir = tempDir()
    expect(await refusal(join(dir, 'none'))).toMatchObject({ code: 'usage' })
    expect(await refusal(dir)).toMatchObject({
      ...{ code: 'usage', message: expect.stringContaining('folder') },
    })
    const pipe = join(dir, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(await refusal(pipe)).toMatchObject({
      ...{ code: 'usage', message: expect.stringContaining('pipe') },
    })
  })
})
