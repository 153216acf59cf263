import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, runsOf, TINY, trainTiny } from '../support/cli'
import { temporaryFolder } from '../support/studio'
import { open } from '../support/studio-host'

/* Pipes, folders and devices in place of files are reported, and never hang a command. */

let trained: string
beforeAll(() => {
  trained = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-test-'))
  expect(trainTiny(trained, '--steps', '2').code).toBe(0)
  return () => fs.rmSync(trained, { recursive: true })
})

const replacements: Record<string, { put(file: string): void; says: string }> = {
  pipe: { put: (file) => execFileSync('mkfifo', [file]), says: 'a named pipe' },
  folder: { put: (file) => fs.mkdirSync(file), says: 'a folder' },
  'link to an endless device': {
    put: (file) => fs.symlinkSync('/dev/zero', file),
    says: 'a device',
  },
}

/** Copies a trained run and replaces one of its files by a pipe, folder or device. */
function withReplaced(kind: string, name: string) {
  const root = temporaryFolder()
  fs.cpSync(trained, root, { recursive: true })
  const id = runsOf(root)[0] ?? ''
  const file = path.join(root, 'runs', id, name)
  fs.rmSync(file, { recursive: true, force: true })
  replacements[kind]?.put(file)
  return { root, id, file, says: replacements[kind]?.says ?? '' }
}

describe.each(Object.keys(replacements))('a %s', (what) => {
  it('as run.json is reported in the list, and cannot be resumed', () => {
    const { root, id, says } = withReplaced(what, 'run.json')
    const listed = cli(root, 'runs')
    expect(`${listed.stdout}${listed.stderr}`).toContain(says)
    expect(listed.code).toBe(0)
    const { code, stderr } = cli(root, 'resume', id)
    expect(stderr).toContain(says)
    expect(code).toBe(3)
  })

  it('as activity.jsonl costs only the activity, and the command line says so', () => {
    const { root, id, says } = withReplaced(what, 'activity.jsonl')
    const { code, stderr } = cli(root, 'resume', id, '--steps', '4')
    expect(stderr).toMatch(/warning: this session's activity is not saved/i)
    expect(stderr).toContain(says)
    expect(code).toBe(0)
  })

  it.each(['manifest.json', 'generator.safetensors'])('as %s is refused', (name) => {
    const { root, id, says } = withReplaced(what, `checkpoints/00000002/${name}`)
    const dir = path.join(root, 'runs', id, 'checkpoints', '00000002')
    const { code, stderr } = cli(root, 'generate', dir, '--grid', path.join(root, 'x.png'))
    expect(stderr).toContain(says)
    expect(code).toBe(3)
  })

  it('as a weights file is refused', () => {
    const root = temporaryFolder()
    const file = path.join(root, 'mine.safetensors')
    replacements[what]?.put(file)
    const { code, stderr } = cli(root, 'generate', file, '--grid', path.join(root, 'x.png'))
    expect(stderr).toContain(file)
    expect(code).toBe(3)
  })

  it('as preferences is set aside, and the defaults apply', () => {
    const { root } = withReplaced(what, '../../preferences.json')
    expect(cli(root, 'runs').code).toBe(0)
    expect(trainTiny(root, '--steps', '1').code).toBe(0)
  })
})

it.each(['pipe', 'link to an endless device'])('a %s as images is refused', (what) => {
  const root = temporaryFolder()
  replacements[what]?.put(path.join(root, 'train-images-idx3-ubyte'))
  const { code, stderr } = cli(root, 'train', '--data', root, ...TINY)
  expect(stderr).toContain(replacements[what]?.says)
  expect(code).toBe(3)
  expect(runsOf(root)).toEqual([])
})

it.each(['metrics.jsonl', 'trainer.lock'])('a pipe as %s does not hang resuming', (name) => {
  const { root, id, says, file: pipe } = withReplaced('pipe', name)
  const file = path.join(root, 'runs', id, 'run.json')
  const run = JSON.parse(fs.readFileSync(file, 'utf8'))
  run.config.hyperparameters.steps = 4
  run.state = 'interrupted'
  fs.writeFileSync(file, JSON.stringify(run))
  const { code, stderr } = cli(root, 'resume', id)
  // Cleaning up waits for the run's lock to be free, and the pipe may be that lock.
  fs.rmSync(pipe)
  expect(stderr).toContain(says)
  expect(code).toBe(3)
})

it('a run.json with images of 5000 pixels is refused, naming the size', () => {
  const { root, id } = withReplaced('pipe', 'unused')
  const file = path.join(root, 'runs', id, 'run.json')
  const run = JSON.parse(fs.readFileSync(file, 'utf8'))
  Object.assign(run.config.hyperparameters, { imageSize: 5000, steps: 4 })
  run.state = 'interrupted'
  fs.writeFileSync(file, JSON.stringify(run))
  const { code, stderr } = cli(root, 'resume', id)
  expect(stderr).toMatch(/imageSize.* 8 .*5000/)
  expect(code).toBe(3)
})

it('an output folder in /proc is refused immediately', () => {
  if (!fs.existsSync('/proc/self')) return
  const { code, stderr } = trainTiny(temporaryFolder(), '--steps', '1', '--out', '/proc/x')
  expect(stderr).toContain('this file system does not allow it')
  expect(code).toBe(5)
})

describe('a file in place of a folder of a run, or a folder in place of a file', () => {
  const file = (place: string): void => fs.writeFileSync(place, 'x')
  const folder = (place: string): void => void fs.mkdirSync(place)
  it.each<[string, (place: string) => void, RegExp]>([
    ['checkpoints', file, /a file, but a folder belongs here/],
    ['samples', file, /a file, but a folder belongs here/],
    ['metrics.jsonl', folder, /a folder, not a regular file/],
  ])('%s is named in the error, and nothing is lost', async (name, put, says) => {
    const { root, id, file: place } = withReplaced('nothing', name)
    put(place)
    expect(trainTiny(root, '--steps', '1', '--name', 'another').code).toBe(0)
    const before = fs.readdirSync(path.join(root, 'runs', id)).sort()
    const resumed = cli(root, 'resume', id, '--steps', '4')
    expect(resumed.stderr).toMatch(says)
    expect(resumed.stderr).toContain(place)
    expect(resumed.code).toBe(3)
    expect(fs.readdirSync(path.join(root, 'runs', id)).sort()).toEqual(before)
    const listed = cli(root, 'runs')
    expect(listed.code).toBe(0)
    expect(listed.stdout).toContain('another')
    const { call } = await open(root)
    const { runs, broken } = await call('runs.list', {})
    expect([...runs, ...broken].map((run) => run.id).sort()).toEqual(runsOf(root).sort())
    expect(runs.map((run) => run.name)).toContain('another')
    const opened = call('runs.get', { id })
    await expect(opened).rejects.toMatchObject({ code: 'checkpoint', where: place })
  })

  it('a folder as activity.jsonl does not prevent listing or resuming', async () => {
    const { root, id, file: place } = withReplaced('nothing', 'activity.jsonl')
    folder(place)
    expect(cli(root, 'runs').stdout).toContain(id)
    const { code, stderr } = cli(root, 'resume', id, '--steps', '4')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const { call } = await open(root)
    await expect(call('runs.get', { id })).resolves.toMatchObject({ summary: { step: 4 } })
  })

  it('a file named runs in the data folder exits with 5', () => {
    const root = temporaryFolder()
    fs.writeFileSync(path.join(root, 'runs'), 'x')
    const { code, stderr } = cli(root, 'runs')
    expect(stderr).toMatch(/a file, but a folder belongs here/)
    expect(code).toBe(5)
    expect(trainTiny(root, '--steps', '1')).toMatchObject({ code: 5 })
    expect(fs.readFileSync(path.join(root, 'runs'), 'utf8')).toBe('x')
    fs.rmSync(path.join(root, 'runs'))
  })
})
