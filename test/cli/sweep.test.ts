import fs from 'node:fs'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import type { Sweep } from '../../src/contract/sweep/document'
import type { SweepFile } from '../../src/contract/sweep/spec'
import { listCheckpoints } from '../../src/main/storage/checkpoints/checkpoints'
import { cli, runsOf, startCli } from '../support/cli'
import { temporaryFolder, tinyDataset } from '../support/studio'

/* Sweeps on the command line, with real training: five steps per epoch. */

/** @returns the file's path */
function sweepFile(root: string, changes: Partial<SweepFile> = {}): string {
  const file = path.join(root, 'sweep.json')
  const sweep: SweepFile = {
    ...{ name: 'tiny', dataset: tinyDataset(root, 160), preset: 'reference', engine: 'wasm' },
    ...{ threads: 1, images: 100, axes: { learningRate: [1e-4, 1e-2] } },
    hyperparameters: {
      ...{ imageSize: 8, batchSize: 32, latentDim: 10, epochs: 4 },
      ...{ checkpointInterval: 2, sampleInterval: 1000 },
    },
    halving: { eta: 2, images: [320] },
    ...changes,
  }
  fs.writeFileSync(file, JSON.stringify(sweep))
  return file
}

function stored(root: string): Sweep {
  const [name = ''] = fs
    .readdirSync(path.join(root, 'sweeps'))
    .filter((each) => each.endsWith('.json'))
  return JSON.parse(fs.readFileSync(path.join(root, 'sweeps', name), 'utf8')) as Sweep
}

/** The weights and the training state at the end of each trial's run. */
const bits = async (root: string) =>
  Promise.all(
    stored(root).trials.map(async ({ run }) => {
      const last = (await listCheckpoints(path.join(root, 'runs', run ?? ''))).at(-1)
      const files = fs.readdirSync(last?.dir ?? '').filter((name) => name.endsWith('.safetensors'))
      const read = (name: string) => fs.readFileSync(path.join(last?.dir ?? '', name), 'base64')
      return [last?.step, ...files.map((name) => [name, read(name)])]
    }),
  )

it('a sweep trains, prunes and shows the best; killed at any time, it ends with the same bits', async () => {
  const root = temporaryFolder()
  const { code, stdout } = cli(root, 'sweep', 'run', sweepFile(root))
  expect(code).toBe(0)
  expect(stdout).toContain('2 configurations, 2 runs')
  expect(stdout).toMatch(/finished\s+2 of 2/)
  expect(stdout).toMatch(/pruned\s+1 of 2/)
  const whole = stored(root)
  expect(whole).toMatchObject({ state: 'finished', promoted: [[expect.any(Number)]] })
  expect(runsOf(root)).toHaveLength(2)
  expect(cli(root, 'runs', '--where', 'group = tiny').stdout.match(/tiny \d/g)).toHaveLength(2)

  const other = temporaryFolder()
  const file = sweepFile(other)
  const child = startCli(other, 'sweep', 'run', file)
  const closed = new Promise((resolve) => child.on('close', resolve))
  await vi.waitUntil(() => runsOf(other).length > 1, { timeout: 60_000 })
  child.kill('SIGKILL')
  await closed
  expect(cli(other, 'sweep', 'run', file).code).toBe(0)
  const again = stored(other)
  const results = ({ trials }: Sweep) => trials.map(({ scores, out }) => ({ scores, out }))
  expect(results(again)).toEqual(results(whole))
  expect(again.promoted).toEqual(whole.promoted)
  expect(await bits(other)).toEqual(await bits(root))
  // A kill between creating a run and recording it leaves a run without a step, and no other.
  const steps = runsOf(other).map(
    (id) => fs.readdirSync(path.join(other, 'runs', id, 'checkpoints')).length,
  )
  expect(steps.filter((count) => count > 0)).toHaveLength(2)
})

it('is extended by a changed file; without its data set it says so, and continues when that is back', () => {
  const root = temporaryFolder()
  const own = path.join(root, 'own')
  fs.cpSync(tinyDataset(root, 160), own, { recursive: true })
  const file = (rates: number[]) =>
    sweepFile(root, { dataset: own, axes: { learningRate: rates }, halving: undefined })
  expect(cli(root, 'sweep', 'add', file([1e-4])).code).toBe(0)
  fs.renameSync(own, `${own}-away`)
  const { code, stderr } = cli(root, 'queue', 'run')
  expect(stderr).toContain('the sweep “tiny” cannot continue')
  expect(stderr).toContain(own)
  expect(code).toBe(1)
  fs.renameSync(`${own}-away`, own)

  expect(cli(root, 'sweep', 'extend', 'tiny', file([1e-4, 1e-3])).stdout).toContain('Added 1 run.')
  expect(cli(root, 'queue', 'run').code).toBe(0)
  expect(stored(root)).toMatchObject({ state: 'finished', problem: null })
  expect(stored(root).trials.map(({ scores }) => scores.length)).toEqual([1, 1])
  expect(runsOf(root)).toHaveLength(2)
  const changes = { dataset: own, images: 200 }
  const changed = cli(root, 'sweep', 'extend', 'tiny', sweepFile(root, changes))
  expect(changed.stderr).toContain('differs from the sweep')
  expect(changed.code).toBe(2)
  expect(cli(root, 'sweep', 'retry', 'tiny').stderr).toContain(
    'none of the sweep’s runs has failed',
  )
})

it.each([
  [{ axes: { learningrate: [1] } }, 'axes.learningrate'],
  [{ metric: 'lossD' }, 'cannot rank the runs'],
  [{ halving: { images: [640, 320] } }, 'ascending'],
  [{ preset: 'none' }, 'preset: must be one of'],
  [{ colour: 'red' }, 'colour'],
])('a file with %j is refused, and nothing is created', (changes, message) => {
  const root = temporaryFolder()
  const { code, stderr } = cli(root, 'sweep', 'run', sweepFile(root, changes as Partial<SweepFile>))
  expect(stderr).toContain(message)
  expect(code).toBe(2)
  expect(fs.existsSync(path.join(root, 'sweeps'))).toBe(false)
})
