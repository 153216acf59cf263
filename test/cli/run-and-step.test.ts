import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli, runsOf, TINY, trainTiny } from '../support/cli'
import { madeUpEvaluation } from '../../src/contract/testing/made-up-evaluation'
import { writeEvaluation } from '../../src/main/storage/evaluations/evaluations'
import { temporaryFolder, tinyDataset } from '../support/studio'

/* Commands that take a run, a run and a step, or a path. */

let root: string
let id: string
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'gan-studio-test-'))
  const steps = ['--steps', '6', '--checkpoint-interval', '2', '--keep-checkpoints', '0']
  expect(trainTiny(root, '--name', 'base', ...steps).code).toBe(0)
  id = runsOf(root)[0] ?? ''
})
afterAll(() => fs.rmSync(root, { recursive: true }))

const generate = (source: string, ...more: string[]) =>
  cli(root, 'generate', source, '--engine', 'wasm', '--count', '1', ...more)
const grid = () => path.join(temporaryFolder(), 'grid.png')
const from = (source: string, ...more: string[]) =>
  cli(root, 'train', '--from', source, ...TINY.slice(0, 4), ...more)

describe('RUN@STEP', () => {
  it('generates from the checkpoint at this step', () => {
    const [file, other] = [grid(), grid()]
    const { code, stdout, stderr } = generate('base@2', '--grid', file)
    expect([code, stderr]).toEqual([0, expect.anything()])
    expect(stdout).toContain('1 image: ')
    const folder = path.join(root, 'runs', id, 'checkpoints', '00000002')
    expect(generate(folder, '--grid', other).code).toBe(0)
    expect(fs.readFileSync(file)).toEqual(fs.readFileSync(other))
    expect(generate('base@4', '--grid', other).code).toBe(0)
    expect(fs.readFileSync(file)).not.toEqual(fs.readFileSync(other))
  })

  it('is @best for the one with the lowest FID, which runs lists', async () => {
    expect(generate('base@best', '--grid', grid()).stderr).toContain('so the best one is not known')
    expect(cli(root, 'runs').stdout).not.toContain('FID')
    const folder = path.join(root, 'runs', id)
    for (const [step, value] of [
      [2, 7],
      [4, 5],
      [6, 6],
    ] as const) {
      const results = [{ key: 'fid', value, details: {}, protocol: {} }]
      await writeEvaluation(folder, madeUpEvaluation({ step, pass: 'cheap', results }))
    }
    const [file, other] = [grid(), grid()]
    expect(generate('base@best', '--grid', file).code).toBe(0)
    expect(generate('base@4', '--grid', other).code).toBe(0)
    expect(fs.readFileSync(file)).toEqual(fs.readFileSync(other))
    expect(cli(root, 'runs').stdout).toMatch(/ 6 +4 \(FID 5\.00\) /)
    fs.rmSync(path.join(folder, 'evaluations'), { recursive: true })
  })

  it.each([
    ['base@7', 'no checkpoint at step 7', 'at these steps: 2, 4, 6.'],
    ['base@', '"" after @ is not a step', 'latest@5000'],
    ['base@abc', '"abc" after @ is not a step', 'latest@5000'],
    ['base@-2', '"-2" after @ is not a step', 'latest@5000'],
    ['none@2', 'There is no run "none"', 'Runs: '],
    ['@2', 'There is no run "@2"', 'Runs: '],
  ])('%s is refused, and the error helps', (source, message, remedy) => {
    for (const { code, stderr } of [generate(source, '--grid', grid()), from(source)]) {
      expect(stderr).toContain(message)
      expect(stderr).toContain(remedy)
      expect(code).toBe(2)
    }
    expect(runsOf(root)).toEqual([id])
  })

  it('finds a run whose name contains @', () => {
    const home = temporaryFolder()
    expect(trainTiny(home, '--name', 'a@2', '--steps', '2').code).toBe(0)
    const args = ['--engine', 'wasm', '--count', '1', '--grid']
    expect(cli(home, 'generate', 'a@2', ...args, grid()).code).toBe(0)
    expect(cli(home, 'generate', 'a@2@2', ...args, grid()).code).toBe(0)
  })
})

it.each(['./missing.safetensors', 'missing.safetensors', 'missing/checkpoints/00000002'])(
  'a path that does not exist, %s, is called that',
  (source) => {
    const { code, stderr } = generate(source, '--grid', grid())
    expect(stderr).toContain(`There is no such file or folder (${source})`)
    expect(code).toBe(2)
  },
)

it.each(['resume', 'train --from'])('so it is by %s', (command) => {
  const { code, stderr } = cli(root, ...command.split(' '), './missing')
  expect(stderr).toContain('There is no such file or folder (./missing)')
  expect(code).toBe(2)
})

describe('a run from a checkpoint keeps its data set', () => {
  it.each([
    ['of another size', 200],
    ['with other images', 160],
  ])('one %s is refused, and no run is created', (how, count) => {
    const data = tinyDataset(temporaryFolder(), count)
    const file = path.join(data, 'train-images-idx3-ubyte')
    const images = fs.readFileSync(file)
    fs.writeFileSync(file, images.fill(how.length, 16))
    const { code, stderr } = from('base@2', '--data', data)
    expect(stderr).toContain("a run that starts from another run's checkpoint keeps its data set")
    expect(code).toBe(2)
    expect(runsOf(root)).toEqual([id])
  })
})

it('the error about a length names the flag that ends the run', () => {
  const { stderr } = cli(root, 'resume', 'base', '--epochs', '30', '--steps', '5')
  expect(stderr).toContain('(--steps)')
  expect(cli(root, 'resume', 'base', '--epochs', '0').code).toBe(2)
})

it.each([
  [['--grid', ''], '--grid must not be empty'],
  [['--out', ''], '--out must not be empty'],
  [[], 'no output given'],
  [['--grid', 'a.png', '--out', 'b'], 'two outputs given'],
])('generate %j is refused', (args, message) => {
  const { code, stderr } = generate('base', ...args)
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

it.each(['link', 'folder'])('a %s in place of the activity log is warned of', (what) => {
  const home = temporaryFolder()
  expect(trainTiny(home, '--steps', '2').code).toBe(0)
  const file = path.join(home, 'runs', runsOf(home)[0] ?? '', 'activity.jsonl')
  fs.rmSync(file)
  if (what === 'folder') fs.mkdirSync(file)
  else fs.symlinkSync(path.join(home, 'elsewhere', 'log'), file)
  const { code, stderr } = cli(home, 'resume', 'latest', '--steps', '4')
  expect(stderr).toContain("warning: This session's activity is not saved")
  expect(code).toBe(0)
})

it('one long name does not widen the rows of other runs', () => {
  const home = temporaryFolder()
  expect(trainTiny(home, '--name', 'x'.repeat(120), '--steps', '1').code).toBe(0)
  const { stdout } = cli(home, 'runs')
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(170)
})
