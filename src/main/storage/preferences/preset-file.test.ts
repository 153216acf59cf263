import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { presets } from '../../../contract/hyperparameters'
import { tempDir } from '../testing/temp-dir'
import { readPresetFile } from './preset-file'

function fileWith(text: string): string {
  const file = join(tempDir(), 'mine.json')
  fs.writeFileSync(file, text)
  return file
}

test('a file gives its values, and the defaults for the others', async () => {
  const file = fileWith('{"name":"Mine","for":"Tests.","hyperparameters":{"epochs":3}}')
  const preset = await readPresetFile(file)
  expect(preset).toMatchObject({ name: 'Mine', for: 'Tests.' })
  expect(preset.hyperparameters).toEqual({ ...presets.reference, epochs: 3 })
})

test.each([
  ['{"name":"Mine","hyperparameters":{"momentum":1}}', 'hyperparameters.momentum'],
  ['{"name":"Mine","hyperparameters":{"learningRate":2}}', 'learningRate: must be from'],
  ['{"name":"Mine","hyperparameters":{},"extra":1}', 'extra'],
  ['{"name":"Mine"', 'cannot be read as JSON'],
  ['', 'cannot be read as JSON'],
  ['{"name":"Mine","hyperparameters":{"epochs":2,"epochs":3}}', 'the key “epochs” twice'],
  ['{"name":"Mine","hyperparameters":{},"hyperparameters":{}}', '“hyperparameters” twice'],
  [`${'['.repeat(2000)}${']'.repeat(2000)}`, 'level'],
])('%.60s is refused, naming the key and the file', async (text, says) => {
  const file = fileWith(text)
  const error = await readPresetFile(file).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'usage', message: expect.stringContaining(says) })
  expect(error).toMatchObject({ where: file, remedy: expect.stringContaining('docs/presets.md') })
})

test.each([
  ['UTF-16 with a mark', Buffer.from('\ufeff{"name":"Mine","hyperparameters":{}}', 'utf16le')],
  ['UTF-16 without a mark', Buffer.from('{"name":"Mine","hyperparameters":{}}', 'utf16le')],
  ['Latin-1', Buffer.from('{"name":"M\u00fcller","hyperparameters":{}}', 'latin1')],
])('a file in %s is refused; one with a byte order mark is read', async (_, bytes) => {
  const file = fileWith('')
  fs.writeFileSync(file, bytes)
  await expect(readPresetFile(file)).rejects.toMatchObject({
    ...{ where: file, message: expect.stringContaining('not UTF-8 text; save it as UTF-8') },
  })
  const marked = fileWith('\ufeff{"name":"Mine","hyperparameters":{}}')
  expect((await readPresetFile(marked)).name).toBe('Mine')
})

test('a file that is missing, huge or a folder is refused', async () => {
  const missing = readPresetFile(join(tempDir(), 'none.json'))
  await expect(missing).rejects.toMatchObject({ code: 'usage' })
  const huge = fileWith(' '.repeat(2 ** 20 + 1))
  await expect(readPresetFile(huge)).rejects.toMatchObject({ code: 'usage' })
  await expect(readPresetFile(tempDir())).rejects.toMatchObject({ code: 'usage' })
})
