import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { StudioError } from '../../../contract/errors'
import { presets } from '../../../contract/hyperparameters'
import { checkpointManifestSchema } from '../../../contract/run'
import type { CheckpointManifest } from '../../../contract/run'
import {
  latestUsable,
  listCheckpoints,
  readCheckpoint,
  retainCheckpoints,
  writeCheckpoint,
} from './checkpoints'
import { readGeneratorSource } from './generator-source'
import { digestOf, manifestText } from './manifest'
import { systemError, watchCalls } from '../testing/faults'
import { f32, seededRandom, someContents, someWeights } from '../testing/samples-of-data'
import { filesBelow, tempDir } from '../testing/temp-dir'

const folder = (runDir: string, step: number) =>
  join(runDir, 'checkpoints', String(step).padStart(8, '0'))
const steps = async (runDir: string) => (await listCheckpoints(runDir)).map(({ step }) => step)

async function runWith(...writtenSteps: number[]): Promise<string> {
  const runDir = tempDir()
  for (const step of writtenSteps) await writeCheckpoint(runDir, someContents(step))
  return runDir
}

async function refusal(reading: Promise<unknown>): Promise<StudioError> {
  const error: unknown = await reading.then(
    () => undefined,
    (e: unknown) => e,
  )
  if (!(error instanceof StudioError)) throw new Error(`not refused: ${String(error)}`)
  expect(error).toMatchObject({
    code: 'checkpoint',
    where: expect.any(String),
    remedy: expect.any(String),
  })
  return error
}

test('a checkpoint is read back exactly as written', async () => {
  const runDir = tempDir()
  const contents = someContents(500)
  const { bytes } = await writeCheckpoint(runDir, contents)
  const dir = folder(runDir, 500)
  const read = await readCheckpoint(dir)
  expect(read.state).toEqual({ files: contents.files, host: contents.host })
  const { step, hyperparameters, dataset, engine } = contents
  expect(read.manifest).toMatchObject({ step, hyperparameters, dataset, engine })
  for (const [name, tensors] of contents.files) {
    expect([...(read.state.files.get(name)?.keys() ?? [])]).toEqual([...tensors.keys()])
  }
  expect(await listCheckpoints(runDir)).toEqual([{ step: 500, dir, bytes }])
})

test('equal contents give equal bytes, whatever the order of their keys', async () => {
  const [a, b] = [tempDir(), tempDir()]
  const contents = someContents(1)
  const reversed = Object.fromEntries(Object.entries(contents.hyperparameters).reverse())
  await writeCheckpoint(a, contents)
  await writeCheckpoint(b, {
    ...contents,
    hyperparameters: reversed as typeof contents.hyperparameters,
    // The path of the data differs between machines.
    dataset: { path: '/somewhere', ...contents.dataset } as typeof contents.dataset,
  })
  expect(filesBelow(b)).toEqual(filesBelow(a))
  expect(filesBelow(a)).toHaveLength(4)
  for (const file of filesBelow(a)) {
    expect(fs.readFileSync(join(b, file))).toEqual(fs.readFileSync(join(a, file)))
  }
})

test('the format of the manifest does not change', async () => {
  const dir = folder(await runWith(3), 3)
  const text = fs.readFileSync(join(dir, 'manifest.json'), 'utf8')
  const manifest = checkpointManifestSchema.parse(JSON.parse(text))
  expect(manifest.hyperparameters).toEqual(presets.reference)
  // Each added hyperparameter changes the digest.
  const hyperparameters = JSON.stringify(presets.reference, null, 2).replaceAll('\n', '\n  ')
  expect(text).toContain(hyperparameters)
  const template = text.replace(hyperparameters, '<hyperparameters>')
  expect(template.replace(manifest.digest, '<digest>')).toMatchSnapshot()
})

test('any changed byte is detected', async () => {
  const runDir = await runWith(1)
  const dir = folder(runDir, 1)
  const random = seededRandom(3)
  const targets: [file: string, position: number][] = []
  const size = (file: string) => fs.statSync(join(dir, file)).size
  for (let i = 0; i < size('manifest.json'); i++) targets.push(['manifest.json', i])
  const files = ['generator', 'discriminator', 'optimizer'].map((name) => `${name}.safetensors`)
  for (const file of files) {
    for (let i = 0; i < 100; i++) targets.push([file, Math.floor(random() * size(file))])
  }
  for (const [file, position] of targets) {
    const path = join(dir, file)
    const good = fs.readFileSync(path)
    const bad = Buffer.from(good)
    bad.writeUInt8(good.readUInt8(position) ^ (1 + Math.floor(random() * 255)), position)
    fs.writeFileSync(path, bad)
    await refusal(readCheckpoint(dir))
    fs.writeFileSync(path, good)
  }
  await readCheckpoint(dir)
})

test('a manifest with changed whitespace is rejected', async () => {
  const dir = folder(await runWith(1), 1)
  const path = join(dir, 'manifest.json')
  fs.writeFileSync(path, fs.readFileSync(path, 'utf8').replace('\n', ' '))
  await refusal(readCheckpoint(dir))
})

test.each(['manifest.json', 'generator.safetensors', 'optimizer.safetensors'])(
  'an empty, truncated, longer or missing %s is rejected by name',
  async (file) => {
    const dir = folder(await runWith(1), 1)
    const path = join(dir, file)
    const good = fs.readFileSync(path)
    const bad = [Buffer.alloc(0), good.subarray(0, -1), Buffer.concat([good, Buffer.from([0])])]
    for (const content of bad) {
      fs.writeFileSync(path, content)
      expect((await refusal(readCheckpoint(dir))).where).toBe(path)
    }
    fs.rmSync(path)
    expect((await refusal(readCheckpoint(dir))).where).toBe(path)
  },
)

test('a checkpoint in the folder of another step is rejected', async () => {
  const runDir = await runWith(1)
  fs.renameSync(folder(runDir, 1), folder(runDir, 2))
  expect((await refusal(readCheckpoint(folder(runDir, 2)))).message).toContain('step 2')
})

test('damaged checkpoints are skipped, with reasons, to find the latest usable one', async () => {
  const runDir = await runWith(1, 2, 3)
  fs.writeFileSync(join(folder(runDir, 3), 'manifest.json'), '')
  fs.truncateSync(join(folder(runDir, 2), 'optimizer.safetensors'), 5)
  const { checkpoint, skipped } = await latestUsable(runDir)
  expect(checkpoint?.step).toBe(1)
  expect(skipped.map(({ step }) => step)).toEqual([3, 2])
  expect(skipped[1]?.why.where).toContain('optimizer.safetensors')
})

test('a read error skips one checkpoint, but denied access is an error', async () => {
  const runDir = await runWith(1, 2)
  const failing = (code: string) => {
    let opened = 0
    return watchCalls(({ name }) => {
      if (name === 'open' && ++opened === 2) throw systemError(code)
    })
  }
  let stop = failing('EIO')
  expect((await latestUsable(runDir)).checkpoint?.step).toBe(1)
  stop()
  stop = failing('EACCES')
  await expect(latestUsable(runDir)).rejects.toMatchObject({ code: 'storage' })
  stop()
})

test('a checkpoint from a newer version is an error, not skipped', async () => {
  const runDir = await runWith(1, 2)
  const path = join(folder(runDir, 2), 'manifest.json')
  const manifest: unknown = JSON.parse(fs.readFileSync(path, 'utf8'))
  const newer = { ...(manifest as object), schemaVersion: 9, novelty: true }
  const text = manifestText({ ...newer, digest: digestOf(newer) })
  fs.writeFileSync(path, text)
  const error = await refusal(latestUsable(runDir))
  expect(error.message).toContain(
    'newer version of GAN Studio (schema 9; this version reads up to 1)',
  )
  expect(error.remedy).toContain('Update')
  expect(fs.readFileSync(path, 'utf8')).toBe(text)
})

test('a checkpoint from before architectures existed opens as an MLP', async () => {
  const runDir = await runWith(2)
  const path = join(folder(runDir, 2), 'manifest.json')
  const manifest = checkpointManifestSchema.parse(JSON.parse(fs.readFileSync(path, 'utf8')))
  const { architecture, ...hyperparameters } = manifest.hyperparameters
  const older = { ...manifest, hyperparameters }
  fs.writeFileSync(path, manifestText({ ...older, digest: digestOf(older) }))
  const { checkpoint } = await latestUsable(runDir)
  expect([architecture, checkpoint?.manifest.hyperparameters.architecture]).toEqual(['mlp', 'mlp'])
})

test('a checkpoint with unknown layers and an unknown architecture still opens', async () => {
  const runDir = tempDir()
  const networks = { generator: { layers: [{ type: 'attention', heads: 4 }] }, discriminator: {} }
  await writeCheckpoint(runDir, { ...someContents(2), networks })
  const path = join(folder(runDir, 2), 'manifest.json')
  const manifest = JSON.parse(fs.readFileSync(path, 'utf8')) as CheckpointManifest
  const newer = {
    ...manifest,
    hyperparameters: { ...manifest.hyperparameters, architecture: 'stylegan' },
  }
  fs.writeFileSync(path, manifestText({ ...newer, digest: digestOf(newer) }))
  const { checkpoint } = await latestUsable(runDir)
  expect(checkpoint?.manifest).toMatchObject({
    networks,
    hyperparameters: { ...someContents(2).hyperparameters, architecture: 'stylegan' },
  })
})

test('only published folders named by a step are listed, in ascending order', async () => {
  const runDir = await runWith(123_456_789, 20, 3)
  const parent = join(runDir, 'checkpoints')
  for (const name of ['best', '7', '.tmp-1-a1b2c3d4e5f6-00000009', '000000020']) {
    fs.mkdirSync(join(parent, name))
  }
  fs.writeFileSync(join(parent, '00000008'), '')
  expect(await steps(runDir)).toEqual([3, 20, 123_456_789])
  expect(await steps(tempDir())).toEqual([])
})

test('a checkpoint may be a link to a folder on another disk, which outlives the link', async () => {
  const [runDir, disk] = [await runWith(1, 2, 3, 4), tempDir()]
  for (const step of [2, 4]) {
    fs.renameSync(folder(runDir, step), join(disk, String(step)))
    fs.symlinkSync(join(disk, String(step)), folder(runDir, step))
  }
  expect(await steps(runDir)).toEqual([1, 2, 3, 4])
  expect(await latestUsable(runDir)).toMatchObject({ checkpoint: { step: 4 }, skipped: [] })
  expect(await retainCheckpoints(runDir, { keep: 2 })).toEqual([1, 2])
  expect(await steps(runDir)).toEqual([3, 4])
  expect(fs.existsSync(join(disk, '2', 'manifest.json'))).toBe(true)
  fs.renameSync(join(disk, '4'), join(disk, 'gone'))
  const { checkpoint, skipped } = await latestUsable(runDir)
  expect(checkpoint?.step).toBe(3)
  expect(skipped).toMatchObject([{ step: 4, why: { problem: { code: 'runLinkDangling' } } }])
})

test('the newest checkpoints are kept; 0 keeps all', async () => {
  const runDir = await runWith(1, 2, 3, 4)
  expect(await retainCheckpoints(runDir, { keep: 0 })).toEqual([])
  expect(await retainCheckpoints(runDir, { keep: 9 })).toEqual([])
  expect(await retainCheckpoints(runDir, { keep: 2 })).toEqual([1, 2])
  expect(await steps(runDir)).toEqual([3, 4])
})

test('other checkpoints may be kept besides the newest ones, whose number stays the same', async () => {
  const runDir = await runWith(1, 2, 3, 4, 5)
  const besides = (saved: readonly number[]) => {
    expect(saved).toEqual([1, 2, 3, 4, 5])
    return new Set([2, 5, 99])
  }
  expect(await retainCheckpoints(runDir, { keep: 2, besides })).toEqual([1, 3])
  expect(await steps(runDir)).toEqual([2, 4, 5])
})

test('a damaged later checkpoint does not cause the newly written one to be deleted', async () => {
  const runDir = await runWith(5, 6, 10)
  fs.writeFileSync(join(folder(runDir, 10), 'manifest.json'), '')
  expect(await retainCheckpoints(runDir, { keep: 1, current: 6 })).toEqual([5])
  expect((await latestUsable(runDir)).checkpoint?.step).toBe(6)
  expect(await steps(runDir)).toEqual([6, 10])
})

test('if any write fails on a full disk, earlier checkpoints stay and no partial one is listed', async () => {
  const runDir = await runWith(1)
  let writes = 0
  for (let failed = true; failed; writes++) {
    failed = false
    let seen = 0
    const stop = watchCalls(async ({ name, half }) => {
      if (!['writeFile', 'writev'].includes(name) || seen++ !== writes) return
      failed = true
      await half()
      throw systemError('ENOSPC')
    })
    for (const step of [1, 2]) {
      const writing = writeCheckpoint(runDir, someContents(step))
      await writing.catch((error: unknown) => expect(error).toMatchObject({ code: 'storage' }))
    }
    stop()
    const listed = await steps(runDir)
    for (const step of listed) await readCheckpoint(folder(runDir, step))
    expect(listed).toContain(1)
    expect(fs.readdirSync(join(runDir, 'checkpoints'))).toHaveLength(listed.length)
  }
  expect(writes).toBe(9)
})

test('a generator comes from a checkpoint, a run or a file', async () => {
  const runDir = await runWith(1, 2)
  const [first, second] = [folder(runDir, 1), folder(runDir, 2)]
  fs.writeFileSync(join(runDir, 'run.json'), '{}')
  expect((await readGeneratorSource(first)).generator).toEqual(someWeights(1))
  expect(await readGeneratorSource(runDir)).toMatchObject({ where: second, warnings: [] })
  const file = join(second, 'generator.safetensors')
  const fromFile = await readGeneratorSource(file)
  expect(fromFile.generator).toEqual(someWeights(2))
  expect(fromFile.manifest).toBeUndefined()

  fs.writeFileSync(file, '')
  const fallback = await readGeneratorSource(runDir)
  expect(fallback.where).toBe(first)
  expect(fallback.warnings[0]?.message).toContain('checkpoint at step 2')
  fs.writeFileSync(join(first, 'manifest.json'), '')
  expect((await refusal(readGeneratorSource(runDir))).message).toContain('no usable checkpoint')
})

test('images come from the average if there is one, and from the weights as trained on request', async () => {
  const runDir = await runWith(1)
  const contents = someContents(2)
  const files = new Map([...contents.files, ['ema', someWeights(7)]])
  await writeCheckpoint(runDir, { ...contents, files })
  const [without, withOne] = [folder(runDir, 1), folder(runDir, 2)]
  expect((await readGeneratorSource(withOne)).generator).toEqual(someWeights(7))
  expect((await readGeneratorSource(withOne, 'ema')).generator).toEqual(someWeights(7))
  expect((await readGeneratorSource(withOne, 'raw')).generator).toEqual(someWeights(2))
  expect((await readGeneratorSource(without)).generator).toEqual(someWeights(1))
  const file = join(withOne, 'ema.safetensors')
  expect((await readGeneratorSource(file)).generator).toEqual(someWeights(7))
  for (const source of [without, file]) {
    await expect(readGeneratorSource(source, 'ema')).rejects.toMatchObject({
      code: 'usage',
      where: source,
      problem: { code: 'noAverage' },
    })
  }
})

test('a source without a generator is rejected, with how to export one', async () => {
  const dir = tempDir()
  fs.writeFileSync(join(dir, 'generator.pth'), 'x')
  for (const source of [dir, join(dir, 'generator.pth'), join(dir, 'nowhere')]) {
    expect((await refusal(readGeneratorSource(source))).remedy).toContain('save_file')
  }
})

test('tensors whose data does not match their shape are not saved', async () => {
  const files = new Map([['optimizer', new Map([['a', f32([2, 2], [1, 2, 3])]])]])
  const contents = { ...someContents(1), files }
  const runDir = tempDir()
  await expect(writeCheckpoint(runDir, contents)).rejects.toMatchObject({ code: 'internal' })
  expect(await steps(runDir)).toEqual([])
})
