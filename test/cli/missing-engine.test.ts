import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli, cliAt, runsOf } from '../support/cli'
import type { Ran } from '../support/cli'
import { temporaryFolder, tinyDataset } from '../support/studio'

describe('an engine that is not available', () => {
  it('is an error with a remedy and exit code 4 when requested by name', () => {
    const root = temporaryFolder()
    const { code, stderr } = withoutAddon(root, ...tiny(root), '--engine', 'tensorflow')
    expect(stderr).toContain('tfjs-node-gpu')
    expect(stderr).toContain('provision-engine')
    expect(code).toBe(4)
    expect(runsOf(root)).toEqual([])
  })

  it('is skipped by auto, which reports it and trains', () => {
    const root = temporaryFolder()
    const { code, stderr } = withoutAddon(root, ...tiny(root), '--engine', 'auto')
    expect(stderr).toContain('the tensorflow engine is not used')
    expect(stderr).toContain('engine   wasm')
    expect(code).toBe(0)
  })
})

describe('a run whose engine is gone', () => {
  it('stays on the one that trained it last, although created with another', () => {
    const root = temporaryFolder()
    expect(cli(root, ...tiny(root), '--engine', 'wasm', '--threads', '1').code).toBe(0)
    const resume = (steps: number, ...more: string[]) => [
      'resume',
      'latest',
      '--steps',
      String(steps),
      ...more,
    ]
    const changed = cli(root, ...resume(2, '--engine', 'tensorflow', '--threads', '2'))
    expect(changed.stderr).toContain('trained on wasm and continues on tensorflow')
    const kept = cli(root, ...resume(3))
    expect(kept.stderr).toContain('engine   tensorflow')
    expect(kept.stderr).toContain('2 threads')
    expect(kept.stderr).not.toContain('continues')
    expect(kept.code).toBe(0)

    const refused = withoutAddon(root, ...resume(4))
    expect(refused.stderr).toContain('tensorflow engine, which trained this run, is not available')
    expect(refused.stderr).toContain('--engine auto')
    expect(refused.code).toBe(4)
    expect(withoutAddon(root, ...resume(4, '--engine', 'auto')).code).toBe(0)
    const after = withoutAddon(root, ...resume(5))
    expect(after.stderr).toContain('engine   wasm')
    expect(after.stderr).not.toContain('continues')
    expect(after.code).toBe(0)
  })

  it('is resumed on another one only when asked to', () => {
    const root = temporaryFolder()
    expect(cli(root, ...tiny(root), '--engine', 'auto')).toMatchObject({ code: 0 })
    const folder = path.join(root, 'runs', runsOf(root)[0] ?? '')
    const before = filesIn(folder)

    const refused = withoutAddon(root, 'resume', 'latest', '--steps', '2')
    expect(refused.stderr).toContain('tensorflow engine, which trained this run, is not available')
    expect(refused.stderr).toContain('--engine auto')
    expect(refused.code).toBe(4)
    expect(filesIn(folder)).toEqual(before)

    const asked = ['resume', 'latest', '--steps', '2', '--engine', 'auto']
    const resumed = withoutAddon(root, ...asked)
    expect(resumed.stderr).toContain('trained on tensorflow and continues on wasm')
    expect(resumed.code).toBe(0)
  })
})

function filesIn(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile())
  return Object.fromEntries(
    files.map((name) => [name, fs.readFileSync(path.join(folder, name), 'base64')]),
  )
}

const tiny = (root: string): string[] => [
  ...['train', '--data', tinyDataset(root, 160), '--steps', '1', '--image-size', '8'],
]

/** Runs a copy of the built program without the native addon's package. */
function withoutAddon(root: string, ...args: string[]): Ran {
  const home = path.join(root, 'program')
  if (fs.existsSync(home)) return cliAt(path.join(home, 'out/main/cli.js'), root, ...args)
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
  return cliAt(path.join(home, 'out/main/cli.js'), root, ...args)
}
