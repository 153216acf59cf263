import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder, tinyDataset } from '../support/studio'
import { open } from '../support/studio-host'

it('named pipes in the data folder do not block any command', async () => {
  const root = temporaryFolder()
  tinyDataset(root, 20)
  const pipe = (...parts: string[]): void => {
    const file = path.join(root, ...parts)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    execFileSync('mkfifo', [file])
  }
  for (const name of ['one', 'two', 'three', 'four', 'five', 'six']) {
    pipe('datasets', name, 'train-images-idx3-ubyte')
    pipe('datasets', `${name}-zipped`, 'train-images-idx3-ubyte.gz')
    pipe('runs', name, 'run.json')
    pipe('runs', `${name}-trained`, 'metrics.jsonl')
  }
  pipe('preferences.json')
  for (const name of ['engine-setups.json', 'step-speeds.json']) pipe('cache', name)
  const { call } = await open(root)
  for (let time = 0; time < 6; time++) {
    const { datasets } = await call('datasets.list', {})
    expect(datasets.find(({ name }) => name === 'tiny')).toMatchObject({ images: 20 })
    expect(datasets.find(({ name }) => name === 'one')?.problem).toContain('a named pipe')
    expect(datasets.find(({ name }) => name === 'one-zipped')?.problem).toContain('a named pipe')
  }
  const { runs, broken } = await call('runs.list', {})
  expect(runs).toEqual([])
  expect(JSON.stringify(broken)).toContain('a named pipe')
  await call('settings.set', { threads: 1 })
  const saved: unknown = JSON.parse(fs.readFileSync(path.join(root, 'preferences.json'), 'utf8'))
  expect(saved).toMatchObject({ settings: { threads: 1 } })
})
