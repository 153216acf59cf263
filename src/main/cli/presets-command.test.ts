import { Command } from 'commander'
import fs from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { presetNames, presetsByName } from '../../contract/hyperparameters'
import { wordsOf } from '../../contract/presets/preset'
import { tempDir } from '../storage/testing/temp-dir'
import type { CommandContext } from './context'
import { readPresetFile } from '../storage/preferences/preset-file'
import { addPresetsCommand } from './presets-command'

/** Runs the command; returns its lines and its value for --json. */
async function run(...argv: string[]): Promise<{ lines: string; value: object }> {
  const shown: { lines: string; value: object }[] = []
  const result = (lines: string | readonly string[], value: object) =>
    void shown.push({ lines: [lines].flat().join('\n'), value })
  const program = new Command().exitOverride()
  const given = { output: () => ({ result }), dataFolder: () => tempDir() }
  addPresetsCommand(program, given as unknown as CommandContext)
  await program.parseAsync(['presets', ...argv], { from: 'user' })
  return shown[0] ?? { lines: '', value: {} }
}

it('lists every built-in preset with what it is for, costs and comes from', async () => {
  const { lines } = await run()
  for (const name of presetNames) {
    const { for: purpose, cost, source } = presetsByName[name]
    for (const text of [purpose, cost, source]) expect(lines).toContain(wordsOf(text ?? '').en)
    expect(lines).toContain(`${name}: `)
  }
})

it.each(presetNames)('prints %s as a preset file that reads back the same', async (name) => {
  const file = join(tempDir(), `${name}.json`)
  const { value } = await run(name)
  fs.writeFileSync(file, JSON.stringify(value))
  expect(await readPresetFile(file)).toEqual(presetsByName[name])
})

it('shows the values of one preset, also of a file', async () => {
  expect((await run('dcgan')).lines).toContain('epochs 20 (default 50)')
  expect((await run('reference')).lines).toContain('all values are the defaults')
  const file = join(tempDir(), 'mine.json')
  fs.writeFileSync(file, '{"name":"Mine","hyperparameters":{"seed":7}}')
  expect((await run(file)).lines).toBe('Mine\n  seed 7 (default 1)')
  await expect(run('none')).rejects.toMatchObject({ code: 'usage' })
})
