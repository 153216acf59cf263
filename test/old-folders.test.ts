import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { decode } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openPreferences } from '../src/main/storage/preferences/preferences'
import { listRuns } from '../src/main/storage/runs/run-list'
import { cli } from './support/cli'
import { temporaryFolder } from './support/studio'

/*
 * Complete data folders written by released versions (scripts/freeze-data-folder.mjs) open in this
 * one: every run is listed, resumes bit for bit, and generates the same images; settings and
 * presets are unchanged. Everything runs on the cpu engine, whose numbers do not depend on the
 * machine.
 */

const FROZEN = 'test/fixtures/data-folders'
const versions = fs.readdirSync(FROZEN)

const imagesSchema = z.object({
  width: z.number(),
  height: z.number(),
  channels: z.number(),
  sha256: z.string(),
})
const expectedSchema = z.object({
  runs: z
    .array(
      z.object({
        id: z.string(),
        state: z.string(),
        lastCheckpoint: z.string(),
        weights: z.record(z.string(), z.string()),
        generated: z.object({ now: imagesSchema, atTheEnd: imagesSchema }),
      }),
    )
    .min(1),
})
const preferencesSchema = z.object({
  settings: z.record(z.string(), z.unknown()),
  presets: z.array(
    z.object({ name: z.string(), hyperparameters: z.record(z.string(), z.unknown()) }),
  ),
})

const readJson = (file: string): unknown => JSON.parse(fs.readFileSync(file, 'utf8'))
const expectedOf = (version: string) =>
  expectedSchema.parse(readJson(path.join(FROZEN, version, 'expected.json')))
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** A copy of a version's data folder, which this version may write to. */
function copyOf(version: string): string {
  const root = temporaryFolder()
  fs.cpSync(path.join(FROZEN, version), root, { recursive: true })
  return root
}

/** Four images of a run's newest checkpoint: size, channels and the hash of their pixels. */
function generate(root: string, id: string): z.infer<typeof imagesSchema> {
  const file = path.join(root, 'grid.png')
  const options = ['--count', '4', '--seed', '3', '--engine', 'cpu', '--grid', file]
  expect(cli(root, 'generate', id, ...options)).toMatchObject({ code: 0 })
  const { width, height, channels, data } = decode(fs.readFileSync(file))
  return { width, height, channels, sha256: sha256(new Uint8Array(data)) }
}

it('the fixtures include version 0.1.0', () => {
  expect(versions).toContain('0.1.0')
})

describe.each(versions)('a data folder of version %s', (version) => {
  it('is listed completely, each run with its stored state', async () => {
    const { runs, broken } = await listRuns(path.join(FROZEN, version))
    expect(broken).toEqual([])
    const states = Object.fromEntries(runs.map(({ run }) => [run.id, run.state]))
    const storedStates = expectedOf(version).runs.map(({ id, state }) => [id, state] as const)
    expect(states).toEqual(Object.fromEntries(storedStates))
  })

  it('keeps its settings and presets, even after they are saved again', async () => {
    const root = copyOf(version)
    const stored = preferencesSchema.parse(readJson(path.join(root, 'preferences.json')))
    const { store, warning } = await openPreferences(root)
    expect(warning).toBeUndefined()
    expect(store.read()).toMatchObject(stored)
    await store.change(() => ({
      ...store.read(),
      settings: { ...store.read().settings, threads: 1 },
    }))
    const settings = { ...stored.settings, threads: 1 }
    expect(readJson(path.join(root, 'preferences.json'))).toMatchObject({ ...stored, settings })
    expect((await openPreferences(root)).store.read().presets).toMatchObject(stored.presets)
  })

  it.each(expectedOf(version).runs)('resumes $id to the bit, and generates from it', (run) => {
    const root = copyOf(version)
    expect(generate(root, run.id)).toEqual(run.generated.now)
    const folder = path.join(root, 'runs', run.id)
    const log = fs.readFileSync(path.join(folder, 'metrics.jsonl'), 'utf8')
    if (run.state !== 'finished') expect(cli(root, 'resume', run.id)).toMatchObject({ code: 0 })
    const newest = fs.readdirSync(path.join(folder, 'checkpoints')).sort().at(-1) ?? ''
    expect(newest).toBe(run.lastCheckpoint)
    for (const [file, hash] of Object.entries(run.weights)) {
      const weights = fs.readFileSync(path.join(folder, 'checkpoints', newest, file))
      expect(sha256(weights), file).toBe(hash)
    }
    const longer = fs.readFileSync(path.join(folder, 'metrics.jsonl'), 'utf8')
    expect(longer.slice(0, log.length)).toBe(log)
    expect(longer.trimEnd().split('\n')).toHaveLength(Number(newest))
    expect(generate(root, run.id)).toEqual(run.generated.atTheEnd)
  })
})
