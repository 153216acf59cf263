import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Evaluation } from '../../../contract/evaluations/evaluation'
import { madeUpEvaluation } from '../../../contract/testing/made-up-evaluation'
import { filesBelow, tempDir, temporariesBelow } from '../testing/temp-dir'
import {
  evaluationFile,
  findEvaluation,
  listEvaluations,
  mergeEvaluation,
  newestQuality,
  writeEvaluation,
} from './evaluations'
import { stepOfEvaluation } from './evaluation-files'

const evaluation = madeUpEvaluation()
const { protocol } = evaluation

describe('a stored evaluation', () => {
  it('is read as it was written, and found by its protocol', async () => {
    const dir = tempDir()
    expect(await findEvaluation(dir, evaluation)).toBeUndefined()
    const file = await writeEvaluation(dir, evaluation)
    expect(filesBelow(dir)).toEqual([file.slice(dir.length + 1)])
    expect(temporariesBelow(dir)).toEqual([])
    expect(await findEvaluation(dir, evaluation)).toEqual(evaluation)
    expect(await listEvaluations(dir)).toEqual({
      evaluations: [evaluation],
      warnings: [],
      unread: [],
    })
  })

  it.each([
    ['step', { step: 501 }],
    ['weights', { weights: 'raw' }],
    ['net', { protocol: { ...protocol, net: { ...protocol.net, sha256: 'e'.repeat(64) } } }],
    ['data', { protocol: { ...protocol, dataset: { name: 'x', fingerprint: 'e'.repeat(64) } } }],
    [
      'held-out part',
      { protocol: { ...protocol, dataset: { ...protocol.dataset, heldOut: 'e'.repeat(64) } } },
    ],
    ['split', { protocol: { ...protocol, split: 'training' } }],
    ['real count', { protocol: { ...protocol, realCount: 99 } }],
    ['generated count', { protocol: { ...protocol, generatedCount: 81 } }],
    ['seed', { protocol: { ...protocol, seed: 2 } }],
    ['engine', { protocol: { ...protocol, engine: { name: 'cpu', version: '4.22.0' } } }],
  ] as const)('is not that of another %s', async (_, changes) => {
    const dir = tempDir()
    await writeEvaluation(dir, evaluation)
    const other = madeUpEvaluation(changes)
    expect(await findEvaluation(dir, other)).toBeUndefined()
    await writeEvaluation(dir, other)
    expect((await listEvaluations(dir)).evaluations).toHaveLength(2)
  })

  it('is replaced by that of other weights of the same step', async () => {
    const dir = tempDir()
    await writeEvaluation(dir, evaluation)
    const other = madeUpEvaluation({ weightsSha256: 'f'.repeat(64) })
    expect(await findEvaluation(dir, other)).toBeUndefined()
    await writeEvaluation(dir, other)
    expect((await listEvaluations(dir)).evaluations).toEqual([other])
  })

  it('keeps unknown keys when it is written again', async () => {
    const dir = tempDir()
    const file = await writeEvaluation(dir, evaluation)
    const stored = JSON.parse(fs.readFileSync(file, 'utf8')) as { results: object[] }
    const [fid] = stored.results
    fs.writeFileSync(
      file,
      JSON.stringify({ ...stored, later: { a: 1 }, results: [{ ...fid, b: 2 }] }),
    )
    const more = { key: 'kid', value: 0.25, details: {}, protocol: {} }
    await writeEvaluation(dir, { ...evaluation, results: [...evaluation.results, more] })
    const written = JSON.parse(fs.readFileSync(file, 'utf8')) as { results: object[] }
    expect(written).toMatchObject({ later: { a: 1 } })
    expect(written.results).toEqual([{ ...fid, b: 2 }, more])
  })

  it('of another version gets defaults for missing fields', async () => {
    const dir = tempDir()
    const { schemaVersion, step, weightsSha256, measuredAt } = evaluation
    const oldest = { schemaVersion, step, weightsSha256, measuredAt, protocol, later: true }
    const file = await writeEvaluation(dir, evaluation)
    fs.writeFileSync(file, JSON.stringify(oldest))
    const { evaluations } = await listEvaluations(dir)
    expect(evaluations).toMatchObject([{ weights: 'raw', pass: 'full', results: [], floor: null }])
  })
})

it('evaluations of the same weights that are stored at the same time are merged', async () => {
  const dir = tempDir()
  const keys = ['fid', 'kid', 'recall', 'coverage', 'precision']
  const merge = (stored: Evaluation | undefined, added: Evaluation): Evaluation => ({
    ...added,
    results: [...(stored?.results ?? []), ...added.results],
  })
  const stored = await Promise.all(
    keys.map((key) => {
      const results = [{ key, value: 1, details: {}, protocol: {} }]
      return mergeEvaluation(dir, { ...evaluation, results }, merge)
    }),
  )
  const { evaluations } = await listEvaluations(dir)
  expect(evaluations).toHaveLength(1)
  expect(evaluations[0]?.results.map(({ key }) => key).sort()).toEqual(keys.toSorted())
  // Each receives what was in the file after it had written it.
  const counts = stored.map((each) => each.evaluation.results.length)
  expect(counts.sort()).toEqual([1, 2, 3, 4, 5])
  expect(new Set(stored.map(({ file }) => file)).size).toBe(1)
  expect(filesBelow(dir)).toHaveLength(1)
})

describe('a list of evaluations', () => {
  it('skips whatever is not an evaluation, with a warning', async () => {
    const dir = tempDir()
    const file = await writeEvaluation(dir, evaluation)
    const folder = join(dir, 'evaluations')
    const broken = ['', '{', '[]', '{"schemaVersion":1}', '{"schemaVersion":99}']
    broken.forEach((text, i) =>
      fs.writeFileSync(join(folder, `0000000${i}-aaaaaaaaaaaa.json`), text),
    )
    fs.symlinkSync(file, join(folder, '00000009-bbbbbbbbbbbb.json'))
    fs.mkdirSync(join(folder, '00000010-cccccccccccc.json'))
    execFileSync('mkfifo', [join(folder, '00000011-cccccccccccc.json')])
    fs.copyFileSync(file, join(folder, '00000500-DDDDDDDDDDDD.json'))
    fs.copyFileSync(file, join(folder, 'copy.json'))
    fs.copyFileSync(file, join(folder, '00000012-eeeeeeeeeeee.json'))
    const result = { key: 'fid', value: -5, details: {}, protocol: {} }
    const negative = { ...evaluation, step: 13, results: [result] }
    const folderFile = join(folder, '00000013-eeeeeeeeeeee.json')
    fs.writeFileSync(folderFile, JSON.stringify(negative))
    // These are not evaluations either, but nobody would expect that of them.
    for (const name of ['notes.txt', `${basename(file)}.lock`, '.tmp-1-aaaaaaaaaaaa-x.json']) {
      fs.writeFileSync(join(folder, name), 'mine')
    }
    const { evaluations, warnings, unread } = await listEvaluations(dir)
    expect(evaluations).toEqual([evaluation])
    expect(new Set(unread)).toEqual(new Set([0, 1, 2, 3, 4, 9, 10, 11, 12, 13, 500]))
    for (const { message } of warnings) expect(message).toContain('A measurement was skipped:')
    expect(warnings).toHaveLength(broken.length + 7)
    const text = warnings.map(({ message }) => message).join('; ')
    for (const word of ['link or a folder', 'lower case', 'step 500', 'FID is negative']) {
      expect(text).toContain(word)
    }
    expect(await newestQuality(dir, 13)).toBeNull()
  })

  it('is sorted by step, then by time', async () => {
    const dir = tempDir()
    const at = (step: number, seed: number, minute: number) =>
      madeUpEvaluation({
        ...{ step, measuredAt: `2026-11-30T10:0${minute}:00.000Z` },
        protocol: { ...protocol, seed },
      })
    const wanted = [at(10, 1, 5), at(500, 2, 1), at(500, 1, 2), at(1000, 1, 0)]
    for (const each of wanted.toReversed()) await writeEvaluation(dir, each)
    expect((await listEvaluations(dir)).evaluations).toEqual(wanted)
  })

  it('of a run without any is empty', async () => {
    expect(await listEvaluations(tempDir())).toEqual({ evaluations: [], warnings: [], unread: [] })
  })
})

it('a damaged evaluation is measured again, one of a newer version is not overwritten', async () => {
  const dir = tempDir()
  const file = await writeEvaluation(dir, evaluation)
  fs.writeFileSync(file, '{"schemaVersion":1,')
  expect(await findEvaluation(dir, evaluation)).toBeUndefined()
  await writeEvaluation(dir, evaluation)
  expect(await findEvaluation(dir, evaluation)).toEqual(evaluation)
  const newer = JSON.stringify({ ...evaluation, schemaVersion: 2 })
  fs.writeFileSync(file, newer)
  await expect(findEvaluation(dir, evaluation)).rejects.toThrow('created by a newer version')
  await expect(writeEvaluation(dir, evaluation)).rejects.toThrow('created by a newer version')
  expect(fs.readFileSync(file, 'utf8')).toBe(newer)
})

it('the names of files contain the step', () => {
  expect(stepOfEvaluation(evaluationFile('', evaluation).slice('evaluations/'.length))).toBe(500)
  for (const name of ['00000500.json', '500-aaaaaaaaaaaa.json', '.tmp-1-00000500-a.json']) {
    expect(stepOfEvaluation(name)).toBeUndefined()
  }
})

describe('the newest FID of a run', () => {
  const result = (key: string, value: number) => ({ key, value, details: {}, protocol: {} })
  const other = { ...protocol, seed: 2 }

  it('is that of the newest step with one, up to the run’s step', async () => {
    const dir = tempDir()
    expect(await newestQuality(dir, 1000)).toBeNull()
    await writeEvaluation(dir, evaluation)
    await writeEvaluation(dir, { ...evaluation, step: 600, results: [result('fid', 7)] })
    await writeEvaluation(dir, { ...evaluation, step: 700, results: [result('kid', 1)] })
    expect(await newestQuality(dir, 1000)).toMatchObject({ step: 600, fid: 7 })
    expect(await newestQuality(dir, 599)).toMatchObject({ step: 500, fid: 12.5 })
    expect(await newestQuality(dir, 499)).toBeNull()
  })

  it('is that of the full pass of a step, and ignores what cannot be read', async () => {
    const dir = tempDir()
    const cheap = { ...evaluation, pass: 'cheap' as const, protocol: other }
    await writeEvaluation(dir, { ...cheap, results: [result('fid', 99)] })
    await writeEvaluation(dir, evaluation)
    fs.writeFileSync(join(dir, 'evaluations', '00000600-0123456789ab.json'), '{"schemaVersion":')
    expect(await newestQuality(dir, 1000)).toMatchObject({ step: 500, fid: 12.5, pass: 'full' })
  })
})
