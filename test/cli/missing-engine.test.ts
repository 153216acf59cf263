import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cliAt, runsOf } from '../support/cli'
import type { Ran } from '../support/cli'
import { temporaryFolder, tinyDataset } from '../support/studio'

describe('an engine that is not available', () => {
  it('is an error with a remedy and exit code 4 when requested by name', () => {
    const root = temporaryFolder()
    const { code, stderr } = withoutAddon(root, '--engine', 'tensorflow')
    expect(stderr).toContain('tfjs-node-gpu')
    expect(stderr).toContain('provision-engine')
    expect(code).toBe(4)
    expect(runsOf(root)).toEqual([])
  })

  it('is skipped by auto, which reports it and trains', () => {
    const root = temporaryFolder()
    const { code, stderr } = withoutAddon(root, '--engine', 'auto')
    expect(stderr).toContain('the tensorflow engine is not used')
    expect(stderr).toContain('engine   wasm')
    expect(code).toBe(0)
  })
})

/** Runs a copy of the built program without the native addon's package. */
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
  const tiny = ['train', '--data', data, '--steps', '1', '--image-size', '8']
  return cliAt(path.join(home, 'out/main/cli.js'), root, ...tiny, ...args)
}
