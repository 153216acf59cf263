import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { describe, expect, it } from 'vitest'
import { createRun } from '../../src/main/storage/runs/runs'
import { cli, startCli, trainTiny, runsOf } from '../support/cli'
import { temporaryFolder, tinyConfig } from '../support/studio'

describe('generate', () => {
  it('gives the same images for the same seed, whatever the count, and others for another seed', () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '3')).toMatchObject({ code: 0 })
    const generate = (name: string, seed: string, count: string, ...more: string[]): string => {
      const folder = path.join(root, name)
      const args = ['latest', '--seed', seed, '--count', count, '--out', folder, '--engine', 'wasm']
      expect(cli(root, 'generate', ...args, ...more)).toMatchObject({ code: 0 })
      return fs.readFileSync(path.join(folder, '00001.png'), 'base64')
    }
    const first = generate('a', '4', '3')
    const scaled = generate('scaled', '4', '3', '--latent-scale', '0.5')
    const train = generate('train', '4', '3', '--statistics', 'batch')
    expect(new Set([first, scaled, train]).size).toBe(3)
    expect(generate('plain', '4', '3', '--latent-scale', '1', '--statistics', 'running')).toBe(
      first,
    )
    expect(generate('b', '4', '3')).toBe(first)
    expect(generate('c', '4', '300')).toBe(first)
    expect(generate('d', '5', '3')).not.toBe(first)
    const manifest: unknown = JSON.parse(
      fs.readFileSync(path.join(root, 'a/manifest.json'), 'utf8'),
    )
    expect(manifest).toMatchObject({
      seed: 4,
      step: 3,
      images: ['00000.png', '00001.png', '00002.png'],
    })
  })

  it.each([
    ['--latent-scale', '0'],
    ['--latent-scale', '6'],
    ['--latent-scale', 'wide'],
    ['--statistics', 'none'],
  ])('refuses to generate with %s %s', (flag, value) => {
    const args = ['latest', '--grid', 'x.png', flag, value]
    expect(cli(temporaryFolder(), 'generate', ...args)).toMatchObject({ code: 2 })
  })

  it('does not write into a folder that is not empty', () => {
    const root = temporaryFolder()
    trainTiny(root, '--steps', '1')
    const folder = path.join(root, 'full')
    fs.mkdirSync(folder)
    fs.writeFileSync(path.join(folder, '00000.png'), 'mine')
    expect(cli(root, 'generate', 'latest', '--out', folder)).toMatchObject({ code: 2 })
    expect(fs.readFileSync(path.join(folder, '00000.png'), 'utf8')).toBe('mine')
  })
})

describe('the lists', () => {
  it('show a run whose host died before training began as not started', () => {
    const root = temporaryFolder()
    trainTiny(root, '--steps', '1', '--name', 'unlucky')
    const file = path.join(root, 'runs', runsOf(root)[0] ?? '', 'run.json')
    const run = JSON.parse(fs.readFileSync(file, 'utf8')) as object
    fs.writeFileSync(file, JSON.stringify({ ...run, state: 'created', sessions: [] }))
    expect(cli(root, 'runs').stdout).toMatch(/unlucky\s+not started /)
  })

  it('show the runs, the data sets and the engines', () => {
    const root = temporaryFolder()
    trainTiny(root, '--steps', '1', '--name', 'my digits')
    expect(cli(root, 'runs').stdout).toMatch(/my digits\s+finished\s+1 /)
    expect(cli(root, 'datasets').stdout).toMatch(/mnist\s+60,000\s+28x28x1\s+yes/)
    expect(cli(root, 'datasets').stdout).toMatch(/tiny\s+160\s+8x8x1\s+no/)
    expect(cli(root, 'engines').stdout).toMatch(/wasm\s+yes/)
    expect(cli(root, 'engines').stdout).toMatch(/cpu\s+yes/)
  })

  it('show and filter the annotations of runs, given when they start or later', async () => {
    const root = temporaryFolder()
    const given = ['--tag', 'night', '--tag', 'small', '--group', 'sweep 1', '--note', 'slow']
    trainTiny(root, '--steps', '1', '--name', 'first', ...given)
    const { run } = await createRun(root, {
      ...{ name: 'second', config: tinyConfig('mnist', 'wasm'), now: new Date() },
    })
    const names = (...flags: string[]) => {
      const { code, stdout } = cli(root, 'runs', '--json', ...flags)
      expect(code).toBe(0)
      return (JSON.parse(stdout) as { runs: { name: string }[] }).runs.map(({ name }) => name)
    }
    expect(names('--tag', 'NIGHT', '--group', 'sweep 1', '--where', 'D loss > 0')).toEqual([
      'first',
    ])
    expect(names('--where', 'batch size >= 1', '--where', 'second')).toEqual(['second'])

    const change = ['--tag', 'both', '--star', '--untag', 'small', '--no-group', '--no-note']
    const changed = cli(root, 'annotate', 'first', run.id, ...change, '--json')
    expect(JSON.parse(changed.stdout)).toMatchObject({
      runs: [
        { annotations: { starred: true, tags: ['night', 'both'], group: null, note: '' } },
        { annotations: { starred: true, tags: ['both'], group: null, note: '' } },
      ],
    })
    // If one of the runs does not exist, none is changed.
    expect(cli(root, 'annotate', 'first', 'unknown', '--no-star')).toMatchObject({ code: 2 })
    expect(cli(root, 'annotate', 'first')).toMatchObject({ code: 2 })
    expect(cli(root, 'runs', '--starred').stdout).toMatch(
      /tags +starred(.|\n)*second(.|\n)*first.* night, both +yes/,
    )
    const { code, stderr } = cli(root, 'runs', '--where', 'lerning rate < 1')
    expect([code, stderr]).toEqual([2, expect.stringContaining('“lerning rate” is not a setting')])
  })

  it('train --help lists every hyperparameter with its range and exits with 0', () => {
    const { code, stdout } = cli('/', 'train', '--help')
    expect(code).toBe(0)
    for (const flag of ['--epochs', '--latent-dim', '--beta1', '--keep-checkpoints', '--seed']) {
      expect(stdout).toContain(flag)
    }
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('[1 to 8192, default 64]')
  })
})
describe('serve', () => {
  it('prints the studio’s address, and exits with 0 on SIGTERM', async () => {
    const root = temporaryFolder()
    const server = startCli(root, 'serve', '--no-open', '--json')
    const ended = new Promise((resolve) => server.on('exit', resolve))
    const lines = readline.createInterface(server.stdout)[Symbol.asyncIterator]()
    const { url, ...rest } = JSON.parse(String((await lines.next()).value)) as { url: string }
    expect(rest).toEqual({ event: 'serving', folder: root })
    expect((await fetch(url.replace(/token=.*/, 'token=no'))).status).toBe(403)
    const page = await fetch(url, { redirect: 'manual' })
    expect([page.status, page.headers.get('location')]).toEqual([303, '/'])
    server.kill('SIGTERM')
    // Nothing is being saved, so the last line must not say so.
    expect(JSON.parse(String((await lines.next()).value))).toEqual({
      event: 'note',
      text: 'Nothing is training. Quitting.',
    })
    expect(await ended).toBe(0)
  })
})
