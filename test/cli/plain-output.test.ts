import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { someConfig } from '../../src/main/storage/testing/samples-of-data'
import { createRun } from '../../src/main/storage/runs/runs'
import { cli } from '../support/cli'
import { temporaryFolder } from '../support/studio'

const HOSTILE = 'evil\n\x1b[2Jerror: forged\r\u202e\x9b31m\u2066'
/** The characters a terminal would interpret, except line breaks. */
const INTERPRETED = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

async function runNamed(root: string, name: string): Promise<string> {
  const { dir } = await createRun(root, { name, config: someConfig, now: new Date() })
  return dir
}

it('names, paths and messages from outside reach the terminal as plain, short lines', async () => {
  const root = temporaryFolder()
  await runNamed(root, HOSTILE)
  await runNamed(root, 'x'.repeat(1_000_000))
  const broken = await runNamed(root, 'broken')
  fs.writeFileSync(path.join(broken, 'run.json'), `{"schemaVersion":1,"state":"${HOSTILE}`)
  fs.mkdirSync(path.join(root, 'runs', HOSTILE.replaceAll('/', '')))
  const { code, stdout, stderr } = cli(root, 'runs')
  expect(code).toBe(0)
  for (const text of [stdout, stderr]) {
    expect(text).not.toMatch(INTERPRETED)
    expect(text).not.toMatch(/^error: forged/m)
    expect(text.length).toBeLessThan(10_000)
  }
  expect(stdout).toContain('evil\\n\\x1b[2Jerror: forged\\r\\u{202e}')
  expect(stdout.trimEnd().split('\n')).toHaveLength(3)
  const json = cli(root, 'runs', '--json').stdout
  expect(json).not.toMatch(INTERPRETED)
  const parsed = JSON.parse(json) as { runs: { name: string }[] }
  expect(parsed.runs.map(({ name }) => name)).toContain(HOSTILE)
})

it.each([
  ['a run', ['resume', HOSTILE]],
  ['a checkpoint', ['generate', `${HOSTILE}.safetensors`, '--grid', 'x.png']],
  ['an option', ['train', `--${HOSTILE}`]],
  ['a data set', ['train', '--data', HOSTILE]],
  ['a number', ['train', '--epochs', HOSTILE]],
  ['a very long id', ['resume', 'x'.repeat(100_000)]],
])('an error about %s quotes it plainly', (_, args) => {
  const { code, stdout, stderr } = cli(temporaryFolder(), ...args)
  expect(code).not.toBe(0)
  expect(`${stdout}${stderr}`).not.toMatch(INTERPRETED)
  expect(stderr).not.toMatch(/^error: forged/m)
  expect(stderr.length).toBeLessThan(5000)
  expect(stderr.length).toBeGreaterThan(5)
})
