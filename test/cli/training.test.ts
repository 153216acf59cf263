import path from 'node:path'
import readline from 'node:readline'
import { describe, expect, it } from 'vitest'
import { latestUsable } from '../../src/main/storage/checkpoints/checkpoints'
import { readLock } from '../../src/main/storage/locks/lock'
import { listRuns } from '../../src/main/storage/runs/run-list'
import { readRun } from '../../src/main/storage/runs/runs'
import { cli, runsOf, startCli, tinyTraining, trainTiny } from '../support/cli'
import { temporaryFolder, tinyDataset } from '../support/studio'

describe('train and resume', () => {
  it('print one JSON line per event, with every step in the metrics', () => {
    const root = temporaryFolder()
    const { code, stdout } = trainTiny(root, '--steps', '6', '--sample-interval', '3', '--json')
    expect(code).toBe(0)
    const events = jsonLines(stdout)
    expect(events[0]).toMatchObject({ event: 'started', fromStep: 0, totalSteps: 6 })
    const need = { bytes: expect.any(Number) as number, available: expect.any(Number) as number }
    expect(events[0]).toMatchObject({ needs: { memory: need, disk: need, warnings: [] } })
    const metrics = events.filter(({ event }) => event === 'metrics')
    expect(metrics.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6])
    const samples = events.filter(({ event }) => event === 'sample')
    expect(samples.map(({ step }) => step)).toEqual([0, 3, 6])
    expect(events.at(-1)).toMatchObject({ event: 'ended', outcome: 'finished', step: 6 })
  })

  it('warn of a far too high learning rate, and of images that all came out alike', () => {
    const root = temporaryFolder()
    const args = ['--steps', '220', '--learning-rate', '1', '--sample-interval', '220']
    const { code, stderr } = trainTiny(root, ...args)
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(
      /^warning: A learning rate of 1 is more than ten times .* Start with 0\.0002/m,
    )
    const last = stderr.trimEnd().split('\n').at(-1)
    expect(last).toMatch(/^warning: training went wrong: .*nearly identical/)
    expect(last).toContain('Try a new run with --learning-rate 0.0002.')
    expect(stderr.match(/^alarm: since step \d+, .*nearly identical/gm)).toHaveLength(1)
  })

  it.each([
    [['--steps', '3'], '3 steps', '--steps <new limit>'],
    [['--epochs', '1', '--steps', '100'], '10 steps', '--epochs <new total>'],
  ])('say how to train longer after too few steps: %j', (args, steps, longer) => {
    const { stderr } = trainTiny(temporaryFolder(), ...args)
    const note = stderr.split('\n').find((line) => line.includes('too few'))
    expect(note).toMatch(
      /^note: (3|10) steps are too few for recognisable images\. To train longer: /,
    )
    expect(note).toContain(`: ${steps} are`)
    expect(note?.endsWith(longer)).toBe(true)
  })

  it('number runs without a name, past those that other commands made', async () => {
    const root = temporaryFolder()
    const data = path.basename(tinyDataset(root, 160))
    for (const args of [[], ['--name', `${data} 2`], []]) {
      const { code, stderr } = trainTiny(root, '--steps', '1', ...args)
      expect(code, stderr).toBe(0)
    }
    const { runs } = await listRuns(root)
    expect(runs.map(({ run }) => run.name).sort()).toEqual([1, 2, 3].map((n) => `${data} ${n}`))
  })

  it('run to the end after their output is closed', async () => {
    const root = temporaryFolder()
    const child = startCli(root, ...tinyTraining(root, '--steps', '40', '--json'))
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await exited).toBe(0)
    const [id = ''] = runsOf(root)
    const run = await readRun(path.join(root, 'runs', id))
    expect(run).toMatchObject({ state: 'finished', sessions: [{ toStep: 40 }] })
  })

  it('of a finished run say that nothing is left, and how to train longer', () => {
    const root = temporaryFolder()
    expect(trainTiny(root, '--steps', '6').code).toBe(0)
    const again = cli(root, 'resume', 'latest')
    expect(again.code).toBe(0)
    const said = again.stdout + again.stderr
    expect(said).toMatch(/nothing left to train: all 6 steps are done/)
    expect(said).toContain('--epochs <new total>')
    expect(said).toContain('--steps <new total>')
    expect(said).not.toMatch(/resuming from|Finished at/)
    const longer = cli(root, 'resume', 'latest', '--steps', '8')
    expect(longer.stdout + longer.stderr).toMatch(/resuming from step 6[^]*Finished at step 8/)
  })

  it('save on Ctrl-C and exit with 130; resume continues from there to the end', async () => {
    const root = temporaryFolder()
    const args = ['--steps', '60', '--checkpoint-interval', '1000', '--json']
    const child = startCli(root, ...tinyTraining(root, ...args))
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
    const lines: Record<string, unknown>[] = []
    for await (const line of readline.createInterface({ input: child.stdout })) {
      lines.push(JSON.parse(line) as Record<string, unknown>)
      if (lines.at(-1)?.['event'] === 'metrics' && !child.killed) child.kill('SIGINT')
    }
    expect(await exited).toBe(130)
    const last = lines.at(-1)
    expect(last).toMatchObject({ event: 'ended', outcome: 'stopped' })
    const { code, stdout } = cli(root, 'resume', 'latest', '--json')
    expect(code).toBe(0)
    const events = jsonLines(stdout)
    expect(events[0]).toMatchObject({ fromStep: last?.['step'] })
    expect(events.at(-1)).toMatchObject({ outcome: 'finished', step: 60 })
  })

  it('leave a trainer that saves and exits when its host is killed', async () => {
    const root = temporaryFolder()
    const args = ['--epochs', '100000', '--checkpoint-interval', '1000000', '--json']
    const child = startCli(root, ...tinyTraining(root, ...args))
    let seen = 0
    for await (const line of readline.createInterface({ input: child.stdout })) {
      const { event, step } = JSON.parse(line) as { event: string; step?: number }
      if (event !== 'metrics' || step === undefined) continue
      seen = step
      child.kill('SIGKILL')
    }
    const dir = path.join(root, 'runs', runsOf(root)[0] ?? '')
    await expect.poll(() => readLock(dir), { timeout: 30_000 }).toBeUndefined()
    const { checkpoint } = await latestUsable(dir)
    expect(checkpoint?.step).toBeGreaterThanOrEqual(seen)
    expect((await readRun(dir)).state).toBe('interrupted')
  })

  it('refuse a second trainer on the same run', async () => {
    const root = temporaryFolder()
    const child = startCli(root, ...tinyTraining(root, '--epochs', '100000', '--json'))
    const exited = new Promise((resolve) => child.on('exit', resolve))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    const { code, stderr } = cli(root, 'resume', 'latest')
    expect(stderr).toContain(String((await lockHolder(root)).pid))
    expect(code).not.toBe(0)
    child.kill('SIGINT')
    await exited
    child.stdout.destroy()
  })
})

function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

async function lockHolder(root: string): Promise<{ pid: number }> {
  const holder = await readLock(path.join(root, 'runs', runsOf(root)[0] ?? ''))
  if (holder === undefined) throw new Error('the run is not locked')
  return holder
}
