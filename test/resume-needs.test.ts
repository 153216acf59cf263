import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Needs } from '../src/contract/estimate'
import type { Hyperparameters } from '../src/contract/hyperparameters'
import { readActivity } from '../src/main/storage/runs/activity-log'
import { createRun } from '../src/main/storage/runs/runs'
import { cli, runsOf, trainTiny } from './support/cli'
import { open } from './support/studio-host'
import { eventWatch, studioIn, temporaryFolder, tinyConfig, tinyDataset } from './support/studio'

/* Resuming checks memory and disk before it starts, as training a new run does. */

/** A run that has never trained; `stored` are values that only a document may have. */
async function untrained(changes: Partial<Hyperparameters> = {}, stored: object = {}) {
  const root = temporaryFolder()
  const config = tinyConfig(tinyDataset(root, 160), 'wasm', { architecture: 'mlp', ...changes })
  const { dir } = await createRun(root, { name: 'run', config, now: new Date() })
  const file = path.join(dir, 'run.json')
  const run = JSON.parse(fs.readFileSync(file, 'utf8'))
  Object.assign(run.config.hyperparameters, stored)
  fs.writeFileSync(file, JSON.stringify(run))
  return { root, dir, id: path.basename(dir), before: fs.readdirSync(dir) }
}

const TOO_LARGE = { imageSize: 256, channels: 3 } as const

describe('a run that cannot fit', () => {
  it('is refused by the command line before a trainer starts', async () => {
    const { root, dir, id, before } = await untrained(TOO_LARGE)
    const { code, stderr } = cli(root, 'resume', id)
    expect(stderr).toContain('The wasm engine would need about')
    expect(code).toBe(2)
    expect(fs.readdirSync(dir)).toEqual(before)
  })

  it('is refused by the studio, without suggesting settings that a run cannot change', async () => {
    const { root, id } = await untrained(TOO_LARGE)
    const { call } = await open(root, {
      launch: () => {
        throw new Error('a trainer was started')
      },
    })
    for (const asked of [{}, { fromStart: true }, { steps: 5 }, { epochs: 2 }]) {
      const refused = call('runs.resume', { id, ...asked })
      await expect(refused).rejects.toMatchObject({
        code: 'usage',
        problem: { code: 'engineMemoryTooSmall' },
        remedy: expect.not.stringMatching(/image size \d|batch size \d|grey/),
      })
    }
  })

  it('on the disk at its new length is resumed, with a warning in its activity', async () => {
    const { root, dir } = await untrained({ keepCheckpoints: 0, checkpointInterval: 1 })
    let needs: Needs | undefined
    const watch = { ...eventWatch().watch, onNeeds: (found: Needs) => (needs = found) }
    const { session } = await studioIn(root).resume(dir, watch, { steps: 1_000_000_000 })
    await session.stop()
    const codes = needs?.warnings.map(({ problem }) => problem?.code)
    expect(codes).toEqual(['diskRunsOut'])
    const logged = (await readActivity(dir)).map(({ problem }) => problem?.code)
    expect(logged).toContain('diskRunsOut')
  })

  it('is the exception: the needs of one that fits are printed', () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '2').code).toBe(0)
    const { code, stderr } = cli(root, 'resume', runsOf(root)[0] ?? '', '--steps', '3')
    expect(stderr).toContain('memory   about')
    expect(code).toBe(0)
  })
})

describe('an unusable setting in run.json exits with 3, not 2', () => {
  it.each<[object, string]>([
    [{ imageSize: 5000 }, 'imageSize is 5,000, but must be from 4 to 256'],
    [{ latentDim: 1e12 }, 'latentDim is 1,000,000,000,000'],
    [{ batchSize: 161 }, '160 images'],
    [{ batchSize: 1e7 }, 'batchSize is 10,000,000'],
  ])('%j', async (stored, says) => {
    const { root, dir, id, before } = await untrained({}, stored)
    const { code, stderr } = cli(root, 'resume', id)
    expect(stderr).toContain(says)
    expect(stderr).toContain(path.join(dir, 'run.json'))
    expect(code).toBe(3)
    expect(fs.readdirSync(dir)).toEqual(before)
  })

  it('unless a flag of train --from replaces it', () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '2').code).toBe(0)
    const [id = ''] = runsOf(root)
    const file = path.join(root, 'runs', id, 'run.json')
    fs.writeFileSync(
      file,
      fs.readFileSync(file, 'utf8').replace(/"learningRate": [^,]*/, '"learningRate": 7'),
    )
    const from = ['train', '--from', id, '--steps', '4']
    const refused = cli(root, ...from)
    expect(refused.stderr).toContain('learningRate is 7')
    expect(refused.code).toBe(3)
    expect(cli(root, ...from, '--lr', '7')).toMatchObject({ code: 2 })
    expect(cli(root, ...from, '--lr', '0.001')).toMatchObject({ code: 0 })
  })

  it('and an unusable flag still exits with 2', async () => {
    const { root, id } = await untrained()
    expect(cli(root, 'resume', id, '--epochs', '0')).toMatchObject({ code: 2 })
    expect(cli(root, 'resume', id, '--steps', '-1')).toMatchObject({ code: 2 })
  })
})
