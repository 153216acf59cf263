import fs from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { evaluationSchema } from '../../src/contract/evaluations/evaluation'
import { measureProgressSchema } from '../../src/contract/evaluations/measuring'
import { fractionOf } from '../../src/contract/evaluations/progress'
import { listCheckpoints } from '../../src/main/storage/checkpoints/checkpoints'
import { cli, runsOf, trainTiny } from '../support/cli'
import type { Ran } from '../support/cli'
import { temporaryFolder } from '../support/studio'
import { afterAll } from 'vitest'

/* `evaluate` for a tiny run, with untrained features. */

const MEASURE = ['--net', 'pixels', '--engine', 'wasm', '--threads', '1', '--count', '60']
const FAST = [...MEASURE, '--metrics', 'fid,recall']

const folders: (() => void)[] = []
afterAll(() => Promise.all(folders.map((remove) => remove())))

let root: string
let runDir: string
beforeAll(() => {
  root = temporaryFolder((remove) => folders.push(remove as () => void))
  const { code, stderr } = trainTiny(root, '--steps', '4', '--checkpoint-interval', '2')
  expect(code, stderr).toBe(0)
  runDir = path.join(root, 'runs', runsOf(root)[0] ?? '')
})

const evaluations = (): string[] => {
  const folder = path.join(runDir, 'evaluations')
  return fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []
}
const evaluate = (...args: string[]): Ran => cli(root, 'evaluate', ...args)
/** The events of a kind that a command prints with --json, by default the evaluations. */
const printed = ({ stdout, stderr, code }: Ran, kind = 'evaluation') => {
  expect(code, stderr).toBe(0)
  const lines = stdout.trim().split('\n')
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  return events.filter(({ event }) => event === kind)
}
const valuesOf = (event: unknown) => {
  const { results, floor } = evaluationSchema.parse(event)
  return [...results, ...(floor?.results ?? [])].map(({ key, value }) => [key, value])
}

describe('evaluate', () => {
  it('prints a table with the protocol, and stores the result in the run', () => {
    const { code, stdout, stderr } = evaluate('latest', ...FAST)
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^metric +value +real images +better$/m)
    expect(stdout).toMatch(/^Recall +\S+ +- +higher$/m)
    expect(stdout).toContain('step 4, current weights: 60 images from seed 1')
    expect(stdout).toContain(
      'compared with 160 training images of tiny; features of Pixels (8x8 averages)',
    )
    expect(stdout).toContain('untrained: only compare runs with each other')
    const [file, ...others] = evaluations()
    expect(others).toEqual([])
    const stored = JSON.parse(
      fs.readFileSync(path.join(runDir, 'evaluations', file ?? ''), 'utf8'),
    ) as unknown
    expect(evaluationSchema.parse(stored)).toMatchObject({
      ...{ step: 4, weights: 'raw', pass: 'full' },
      protocol: { split: 'training', realCount: 160, generatedCount: 60, seed: 1 },
      results: [{ key: 'fid' }, { key: 'recall' }],
    })
  })

  it('measures only what is missing, or everything again with --again, with the same bits', () => {
    const args = ['latest', ...MEASURE, '--seed', '2', '--json']
    const [first] = printed(evaluate(...args, '--metrics', 'fid,kid'))
    const [second] = printed(evaluate(...args, '--metrics', 'kid,fid'))
    expect(first).toMatchObject({ reused: false })
    expect(second).toMatchObject({ reused: true, measuredAt: first?.['measuredAt'] })
    const [third] = printed(evaluate(...args, '--metrics', 'fid,coverage'))
    expect(third).toMatchObject({ reused: false })
    expect(valuesOf(third).map(([key]) => key)).toEqual(['fid', 'kid', 'coverage'])
    const before = evaluations()
    fs.rmSync(path.join(root, 'features'), { recursive: true })
    const [again] = printed(evaluate(...args, '--metrics', 'fid,kid,coverage', '--again'))
    expect(again).toMatchObject({ reused: false })
    expect(valuesOf(again)).toEqual(valuesOf(third))
    expect(evaluations()).toEqual(before)
  })

  it('reports progress that never decreases, also within a metric', () => {
    const args = [...MEASURE, '--metrics', 'kid,recall', '--again', '--no-store', '--json']
    const ran = evaluate('latest', ...args, '--seed', '4')
    const reports = printed(ran, 'measuring').map((event) => measureProgressSchema.parse(event))
    const fractions = reports.map((report) => fractionOf(report))
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    const ofMetrics = reports.filter(({ stage }) => stage === 'metric')
    expect(ofMetrics.map(({ metric }) => metric)).toEqual(expect.arrayContaining(['kid', 'recall']))
    expect(ofMetrics.every(({ share }) => share !== undefined)).toBe(true)
  })

  it('measures every checkpoint of a run, and stores nothing with --no-store', async () => {
    const before = evaluations()
    const steps = (await listCheckpoints(runDir)).map(({ step }) => step)
    const args = ['latest', ...FAST, '--seed', '3', '--all-checkpoints', '--no-store', '--json']
    const found = printed(evaluate(...args))
    expect(steps.length).toBeGreaterThan(1)
    expect(found.map(({ step }) => step)).toEqual(steps)
    expect(evaluations()).toEqual(before)
  })

  it('says which metrics cannot be measured, and why', () => {
    const [all] = printed(evaluate('latest', ...MEASURE, '--no-store', '--json'))
    const { results, skipped } = evaluationSchema.parse(all)
    expect(skipped.map(({ key, why }) => [key, why.problem?.code])).toEqual([
      ['classifierScore', 'metricNeedsClassifier'],
      ['classDivergence', 'metricNeedsClassifier'],
      ['classAccuracy', 'metricNeedsClassifier'],
      ['memorisation', 'metricNeedsHeldOut'],
    ])
    expect(results.length + skipped.length).toBe(13)
  })

  it('stores nothing if nothing can be measured, and exits with the reason', () => {
    const before = evaluations()
    const { code, stderr } = evaluate('latest', ...FAST, '--count', '1')
    expect(stderr).toContain('Measuring needs at least 2 images, but there is only 1')
    expect(code).toBe(3)
    expect(evaluations()).toEqual(before)
  })

  it('keeps the other metrics when one is measured again', () => {
    const args = ['latest', ...MEASURE, '--seed', '4', '--json']
    const [first] = printed(evaluate(...args, '--metrics', 'fid,kid'))
    const [again] = printed(evaluate(...args, '--metrics', 'fid', '--again'))
    expect(again).toMatchObject({ reused: false })
    expect(valuesOf(again)).toEqual(valuesOf(first))
  })

  it('prints values that cannot be stored, and fails', () => {
    const folder = path.join(runDir, 'evaluations')
    fs.renameSync(folder, `${folder}-away`)
    fs.mkdirSync(folder)
    // A full disk and a folder in place of the file look the same: the rename fails.
    for (const name of fs.readdirSync(`${folder}-away`)) fs.mkdirSync(path.join(folder, name))
    const { code, stdout, stderr } = evaluate('latest', ...FAST)
    expect(stdout).toMatch(/^FID +\S+/m)
    expect(stderr).toContain('could not be stored')
    expect(code).toBe(5)
    fs.rmSync(folder, { recursive: true })
    fs.renameSync(`${folder}-away`, folder)
  })

  it('refuses unknown metrics, nets and weights, and missing or different data', async () => {
    const refused = (args: string[], message: string, exitCode: number) => {
      const { code, stderr } = evaluate(...args)
      expect(stderr).toContain(message)
      expect(code).toBe(exitCode)
    }
    refused(['latest', ...MEASURE, '--metrics', 'fid,isc'], '--metrics must be one of', 2)
    refused(['latest', '--net', 'inception'], '--net must be one of', 2)
    refused(['latest', ...FAST, '--weights', 'ema'], 'no moving average', 2)
    refused(['latest', ...FAST, '--split', 'heldOut'], 'no images that were held out', 3)
    refused(['latest', ...FAST, '--dataset', 'mnist'], 'are 28 x 28 x 1, but generated images', 3)
    const weights = path.join(runDir, 'checkpoints', '00000004', 'generator.safetensors')
    refused([weights, ...FAST], 'does not say which data set', 2)
    const file = path.join(root, 'datasets', 'tiny', 'train-images-idx3-ubyte')
    const original = fs.readFileSync(file)
    fs.writeFileSync(file, original.with(20, (original[20] ?? 0) ^ 1))
    refused(['latest', ...FAST, '--again'], 'has changed since the generator was trained', 3)
    fs.rmSync(file)
    refused(['latest', ...FAST, '--again'], 'train-images-idx3-ubyte', 3)
    fs.writeFileSync(file, original)
  })

  it('compares images from a weights file with a named data set', () => {
    const weights = path.join(runDir, 'checkpoints', '00000004', 'generator.safetensors')
    const dataset = path.join(root, 'datasets', 'tiny')
    const [ofFile] = printed(evaluate(weights, ...FAST, '--dataset', dataset, '--json'))
    const [ofRun] = printed(evaluate('latest', ...FAST, '--json'))
    expect(ofFile).toMatchObject({ step: null, checkpoint: null })
    expect(valuesOf(ofFile)).toEqual(valuesOf(ofRun))
    expect(ofFile?.['weightsSha256']).toBe(ofRun?.['weightsSha256'])
  })
})
