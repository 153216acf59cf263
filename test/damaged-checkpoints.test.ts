import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunConfig } from '../src/contract/run'
import type { StartedRun } from '../src/main/studio/runs/started-run'
import { cli, runsOf, trainTiny } from './support/cli'
import { copies } from './support/copies'
import {
  checkpointBytes,
  eventWatch,
  metricsText,
  studioIn,
  temporaryFolder,
  tinyConfig,
  tinyDataset,
} from './support/studio'

const copyOf = copies()

async function finished(changes: Partial<RunConfig['hyperparameters']> = {}) {
  const root = await copyOf(JSON.stringify(changes), async (original) => {
    const config = tinyConfig(tinyDataset(original, 160), 'wasm', {
      ...{ steps: 20, checkpointInterval: 1000, sampleInterval: 5 },
      ...changes,
    })
    const { session } = await studioIn(original).train(config, 'run', eventWatch().watch)
    await session.outcome
  })
  const [id = ''] = runsOf(root)
  const dir = path.join(root, 'runs', id)
  const resume = (asked = {}): Promise<StartedRun> =>
    studioIn(root).resume(dir, eventWatch().watch, asked)
  return { root, dir, resume }
}

const checkpoint = (dir: string, step = 20): string =>
  path.join(dir, 'checkpoints', String(step).padStart(8, '0'))

/** The hash of every file below a folder, by relative path. */
function tree(dir: string): Record<string, string> {
  const names = fs.readdirSync(dir, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => fs.lstatSync(path.join(dir, name)).isFile())
  return Object.fromEntries(
    files.map((name) => [
      name.replaceAll(path.sep, '/'),
      createHash('sha256')
        .update(fs.readFileSync(path.join(dir, name)))
        .digest('hex'),
    ]),
  )
}

function flipByte(file: string): void {
  const bytes = fs.readFileSync(file)
  bytes[bytes.length - 5] = (bytes.at(-5) ?? 0) ^ 1
  fs.writeFileSync(file, bytes)
}

/** Changes a manifest, and updates its digest unless `sign` is false. */
function editManifest(dir: string, change: (text: string) => string, sign = true): void {
  const file = path.join(dir, 'manifest.json')
  const changed = change(fs.readFileSync(file, 'utf8'))
  if (!sign) return fs.writeFileSync(file, changed)
  const { digest: _old, ...rest } = JSON.parse(changed) as Record<string, unknown>
  const digest = createHash('sha256').update(JSON.stringify(rest)).digest('hex')
  fs.writeFileSync(file, `${JSON.stringify({ ...rest, digest }, null, 2)}\n`)
}

const damages: Record<string, (dir: string) => void> = {
  'a flipped byte': (dir) => flipByte(path.join(checkpoint(dir), 'generator.safetensors')),
  'a missing file': (dir) => fs.rmSync(path.join(checkpoint(dir), 'optimizer.safetensors')),
  'no manifest': (dir) => fs.rmSync(path.join(checkpoint(dir), 'manifest.json')),
  'a path out of the folder': (dir) =>
    editManifest(checkpoint(dir), (t) => t.replace('generator.safetensors', '../../../x')),
  'a step that does not match its folder': (dir) =>
    editManifest(checkpoint(dir), (t) => t.replace('"step": 20', '"step": 21')),
  'a negative step': (dir) =>
    editManifest(checkpoint(dir), (t) => t.replace('"step": 20', '"step": -20')),
  'a __proto__ key': (dir) =>
    editManifest(checkpoint(dir), (t) => t.replace('{', '{ "__proto__": {},'), false),
  'been replaced by a file': (dir) => {
    fs.rmSync(checkpoint(dir), { recursive: true })
    fs.writeFileSync(checkpoint(dir), 'x')
  },
  'a name that is not a step': (dir) => fs.renameSync(checkpoint(dir), `${checkpoint(dir)} (copy)`),
  'an empty folder': (dir) => {
    fs.rmSync(checkpoint(dir), { recursive: true })
    fs.mkdirSync(checkpoint(dir))
  },
}

describe('a run whose only checkpoint has', () => {
  it.each(Object.keys(damages))('%s is refused, and nothing in it changes', async (damage) => {
    const { dir, resume } = await finished()
    damages[damage]?.(dir)
    const before = tree(dir)
    const refused = resume()
    await expect(refused).rejects.toMatchObject({ code: 'checkpoint' })
    await expect(refused).rejects.toThrow(/None of the run's checkpoints can be used: .*20/)
    await expect(refused).rejects.toMatchObject({
      remedy: expect.stringContaining('--from-start') as string,
    })
    expect(tree(dir)).toEqual(before)
  })

  it.each(['a flipped byte', 'been replaced by a file', 'a name that is not a step'])(
    '%s starts from step 0 with fromStart, and sets the old files aside',
    async (damage) => {
      const { dir, resume } = await finished()
      const original = checkpointBytes(dir, 20)
      damages[damage]?.(dir)
      const before = tree(dir)
      const again = await resume({ fromStart: true })
      expect(again.overview.fromStep).toBe(0)
      expect(again.overview.notes.map(({ problem }) => problem?.code)).toContain('setAside')
      await again.session.outcome
      const after = tree(dir)
      const [time, ...others] = fs.readdirSync(path.join(dir, 'set-aside'))
      expect(others).toEqual([])
      // These stay: readers of activity and hardware samples skip abandoned steps.
      const stays = ['run.json', 'activity.jsonl', 'hardware.jsonl']
      const branch = Object.entries(before).filter(([name]) => !stays.includes(name))
      expect(branch.length).toBeGreaterThan(10)
      for (const [name, hash] of branch) expect(after[`set-aside/${time}/${name}`]).toBe(hash)
      expect(checkpointBytes(dir, 20)).toEqual(original)
      expect(metricsText(dir).trimEnd().split('\n')).toHaveLength(20)
    },
  )

  it('been deleted is refused too', async () => {
    const { dir, resume } = await finished()
    fs.rmSync(checkpoint(dir), { recursive: true })
    const before = tree(dir)
    await expect(resume()).rejects.toThrow('saved at step 20, but its checkpoints are gone')
    expect(tree(dir)).toEqual(before)
  })
})

describe('a checkpoint skipped on resuming because it has', () => {
  it.each(['a flipped byte', 'been replaced by a file'])(
    '%s is set aside before its step is reached again',
    async (damage) => {
      const { dir, resume } = await finished({ checkpointInterval: 8, keepCheckpoints: 1 })
      const second = await finished({ checkpointInterval: 8, keepCheckpoints: 0 })
      fs.cpSync(checkpoint(second.dir, 16), checkpoint(dir, 16), { recursive: true })
      const original = checkpointBytes(dir, 20)
      const metrics = metricsText(dir)
      fs.writeFileSync(path.join(dir, 'samples', '00000019.png'), 'by hand')
      fs.writeFileSync(path.join(dir, 'samples', '00000019.json'), '{}')
      damages[damage]?.(dir)
      const before = tree(dir)
      const { overview, session, skipped } = await resume()
      expect(overview.fromStep).toBe(16)
      expect(skipped).toMatchObject([{ step: 20 }])
      await session.outcome
      const after = tree(dir)
      const [time = ''] = fs.readdirSync(path.join(dir, 'set-aside'))
      const moved = Object.keys(before).filter((name) =>
        /(checkpoints|samples)\/\d*(19|20)\b/.test(name),
      )
      expect(moved.length).toBeGreaterThan(3)
      for (const name of moved) expect(after[`set-aside/${time}/${name}`]).toBe(before[name])
      expect(after['samples/00000019.png']).toBeUndefined()
      expect(checkpointBytes(dir, 20)).toEqual(original)
      expect(metricsText(dir)).toBe(metrics)
    },
  )
})

describe('resuming', () => {
  it.each([
    ['learningRate', 0.5],
    ['seed', 77],
    ['batchSize', 8],
    ['beta1', 0.9],
  ])('refuses a run.json whose %s differs from the checkpoint', async (name, value) => {
    const { dir, resume } = await finished()
    const file = path.join(dir, 'run.json')
    const run = JSON.parse(fs.readFileSync(file, 'utf8')) as RunConfig & { config: RunConfig }
    const values = run.config.hyperparameters as Record<string, unknown>
    const oldValue = values[name]
    values[name] = value
    fs.writeFileSync(file, JSON.stringify(run))
    const before = tree(dir)
    const refused = resume()
    await expect(refused).rejects.toMatchObject({ code: 'checkpoint' })
    await expect(refused).rejects.toThrow(
      `${name} is ${String(oldValue)} in the checkpoint and ${String(value)} in run.json`,
    )
    expect(tree(dir)).toEqual(before)
  })

  it('allows a run.json with a different sample interval', async () => {
    const { dir, resume } = await finished()
    const file = path.join(dir, 'run.json')
    const text = fs.readFileSync(file, 'utf8')
    fs.writeFileSync(file, text.replace('"sampleInterval": 5', '"sampleInterval": 6'))
    expect((await resume()).overview.fromStep).toBe(20)
  })

  it('removes the sample grids of the steps it repeats', async () => {
    const root = temporaryFolder()
    const config = tinyConfig(tinyDataset(root, 160), 'wasm', {
      ...{ epochs: 100_000, checkpointInterval: 50, sampleInterval: 1 },
    })
    const first = eventWatch()
    const { dir, session } = await studioIn(root).train(config, 'run', first.watch)
    await first.next((event) => event.type === 'checkpoint' && event.step === 50)
    await first.next((event) => event.type === 'sample' && event.step > 52)
    await session.kill()
    const stepsOf = () => fs.readdirSync(path.join(dir, 'samples')).map((name) => parseInt(name))
    const lastSample = Math.max(...stepsOf())
    const second = eventWatch()
    const resumed = await studioIn(root).resume(dir, second.watch, {
      steps: lastSample - 1 > 51 ? lastSample - 1 : 52,
    })
    await resumed.session.outcome
    expect(Math.max(...stepsOf())).toBeLessThan(lastSample)
    expect(fs.existsSync(path.join(dir, 'set-aside'))).toBe(false)
  })
})

describe('the command line', () => {
  it('exits with 3, starts from step 0 with --from-start, and finds a run by name', () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '6', '--name', 'my run').code).toBe(0)
    const [id = ''] = runsOf(root)
    const dir = path.join(root, 'runs', id)
    flipByte(path.join(checkpoint(dir, 6), 'generator.safetensors'))
    const refused = cli(root, 'resume', 'my run')
    expect(refused).toMatchObject({ code: 3 })
    expect(refused.stderr).toContain('can be used: step 6: The checkpoint cannot be used: ')
    expect(refused.stderr).toContain('--from-start')
    const again = cli(root, 'resume', 'my run', '--from-start')
    expect(again.code).toBe(0)
    expect(again.stdout + again.stderr).toContain('set-aside')
    const longer = cli(root, 'resume', 'my run', '--steps', '9', '--json')
    expect(longer.stdout.trimEnd().split('\n').at(-1)).toContain('"step":9')
    expect(cli(root, 'resume', 'my run', '--steps', '4')).toMatchObject({ code: 2 })
    expect(trainTiny(root, '--steps', '2', '--name', 'my run').code).toBe(0)
    const ambiguous = cli(root, 'resume', 'my run')
    expect(ambiguous.code).toBe(2)
    expect(ambiguous.stderr).toContain('2 runs are named "my run"')
  })
})
