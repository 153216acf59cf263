import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { beforeEach, describe, expect, it } from 'vitest'
import { featureNetDocumentSchema } from '../../src/contract/feature-nets/document'
import { writePrepared } from '../../src/main/storage/testing/prepared'
import { cli, startCli } from '../support/cli'
import { temporaryFolder } from '../support/studio'

/* Training a data set's feature net on the command line. */

const WASM = ['--engine', 'wasm', '--threads', '1']
let root: string
beforeEach(() => {
  root = temporaryFolder()
})

const stored = (id: string, more: Partial<Parameters<typeof writePrepared>[2]> = {}): string =>
  writePrepared(path.join(root, 'datasets'), id, { count: 150, size: 6, classes: 2, ...more })

const netOf = (dir: string): string => path.join(dir, 'feature-net')
const filesOf = (dir: string): string[] => fs.readdirSync(dir).sort()

describe('data feature-net', () => {
  it('stores a net with the data set, and replaces it', { timeout: 240_000 }, () => {
    const dir = stored('birds', { name: 'Garden birds', count: 700 })
    const first = cli(root, 'data', 'feature-net', 'Garden birds', ...WASM)
    expect(first.stderr).not.toContain('error')
    expect(first).toMatchObject({ code: 0 })
    expect(first.stdout).toContain('Stored “LeNet for Garden birds”, trained on 630 images.')
    expect(first.stdout).toContain('on 70 images (a tenth), which it was not trained on')
    const file = path.join(netOf(dir), 'feature-net.json')
    const document = featureNetDocumentSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
    expect(document).toMatchObject({ classes: ['c0', 'c1'], seed: 1, input: { size: 6 } })
    const again = cli(root, 'data', 'feature-net', 'birds', '--json', '--seed', '2', ...WASM)
    const lines = again.stdout.trim().split('\n')
    const events = lines.map((line) => JSON.parse(line) as { event: string; stage?: string })
    expect(events.map(({ event, stage }) => stage ?? event)).toEqual(
      expect.arrayContaining(['reading', 'training', 'testing', 'featureNet']),
    )
    expect(events.at(-1)).toMatchObject({ event: 'featureNet', net: { seed: 2 } })
    expect(filesOf(netOf(dir))).toEqual(['feature-net.json', 'weights.safetensors'])
    expect(cli(root, 'data', 'check', 'birds').code).toBe(0)
  })

  it('stores nothing if it is interrupted', async () => {
    const dir = stored('birds', { count: 2000, size: 28 })
    const before = filesOf(dir)
    const child = startCli(root, 'data', 'feature-net', 'birds', '--json', ...WASM)
    const exited = once(child, 'exit')
    for await (const line of createInterface(child.stdout)) {
      if (line.includes('"training"')) child.kill('SIGINT')
    }
    expect(await exited).toEqual([130, null])
    expect(filesOf(dir)).toEqual(before)
  })

  it.each<[string, () => void, string, number]>([
    ['no labels', () => stored('set', { classes: undefined as never }), 'has no labels', 3],
    ['one class', () => stored('set', { classes: 1 }), 'have the same class', 3],
    ['few images', () => stored('set', { count: 60 }), '54 images to train a feature net on', 3],
  ])('refuses, by name, a data set with %s', (_, make, message, expected) => {
    make()
    const { code, stderr } = cli(root, 'data', 'feature-net', 'set', ...WASM)
    expect(stderr).toContain('“set”')
    expect(stderr).toContain(message)
    expect(code).toBe(expected)
    expect(fs.existsSync(netOf(path.join(root, 'datasets', 'set')))).toBe(false)
  })

  it('refuses a data set that was not added', () => {
    const { code, stderr } = cli(root, 'data', 'feature-net', 'mnist', ...WASM)
    expect(stderr).toContain('was not added to the studio')
    expect(code).toBe(2)
    expect(cli(root, 'data', 'feature-net', 'nothing').code).toBe(3)
  })
})
