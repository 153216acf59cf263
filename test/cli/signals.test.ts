import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { latestUsable } from '../../src/main/storage/checkpoints/checkpoints'
import { readLock } from '../../src/main/storage/locks/lock'
import { scanMetrics } from '../../src/main/storage/runs/metrics-lines'
import { metricsFile } from '../../src/main/storage/runs/paths'
import { readRun } from '../../src/main/storage/runs/runs'
import { nodeLauncher } from '../../src/main/trainer/launch/launch-node'
import { CLI, runsOf, tinyTraining } from '../support/cli'
import { lineWith, servingGroup, trainingGroup } from '../support/process-group'
import { temporaryFolder } from '../support/studio'
import { TRAINER } from '../support/studio-host'

/* Any signal that ends the studio, sent any number of times, saves the runs in progress. */

const hosts = { train: trainingGroup, serve: servingGroup }
const exitCodes = { train: 130, serve: 0 }
const hostNames = ['train', 'serve'] as const

const runDir = (root: string): string => path.join(root, 'runs', runsOf(root)[0] ?? '')

/** Checks that the newest checkpoint is of the last logged step: no step was lost. */
async function expectAllSaved(root: string): Promise<void> {
  const dir = runDir(root)
  const { checkpoint } = await latestUsable(dir)
  const { points } = scanMetrics(fs.readFileSync(metricsFile(dir), 'utf8'))
  expect(checkpoint?.step).toBeGreaterThan(0)
  expect(checkpoint?.step).toBe(points.at(-1)?.step)
}

/** The signals that a process group receives: shells forward a hangup, wrappers a SIGTERM. */
const deliveries: NodeJS.Signals[][] = [
  ['SIGHUP'],
  ['SIGTERM'],
  ['SIGINT'],
  ['SIGHUP', 'SIGHUP', 'SIGTERM'],
  ['SIGTERM', 'SIGTERM', 'SIGHUP'],
]
const cases = hostNames.flatMap((host) => deliveries.map((signals) => ({ host, signals })))

describe.skipIf(process.platform === 'win32')('a process group', () => {
  it.each(cases)('of $host that receives $signals saves and ends', async ({ host, signals }) => {
    const root = temporaryFolder()
    const group = await hosts[host](root)
    signals.forEach(group.signal)
    expect(await group.ended).toEqual({ code: exitCodes[host], signal: null })
    expect(await readRun(runDir(root))).toMatchObject({ state: 'stopped' })
    await expectAllSaved(root)
  })

  it('of serve says at which step each run was saved', async () => {
    const root = temporaryFolder()
    const group = await servingGroup(root)
    const said = lineWith(group.host.stdout, 'Saved served')
    group.signal('SIGINT')
    const [line] = await Promise.all([said, group.ended])
    const { checkpoint } = await latestUsable(runDir(root))
    expect(JSON.parse(line)).toEqual({
      event: 'note',
      text: `Saved served at step ${checkpoint?.step.toLocaleString('en')}.`,
    })
  })

  it.each(hostNames)('of %s whose terminal has closed saves and ends', async (host) => {
    const root = temporaryFolder()
    const group = await hosts[host](root)
    group.host.stdout.destroy()
    group.host.stderr.destroy()
    group.signal('SIGHUP')
    expect(await group.ended).toEqual({ code: exitCodes[host], signal: null })
    expect(await readRun(runDir(root))).toMatchObject({ state: 'stopped' })
    await expectAllSaved(root)
  })

  it.each(hostNames)('of %s whose host is killed is saved by its trainer', async (host) => {
    const root = temporaryFolder()
    const group = await hosts[host](root)
    group.host.kill('SIGKILL')
    await group.ended
    // The shell hangs up on the rest of the group.
    group.signal('SIGHUP')
    await expect.poll(() => readLock(runDir(root)), { timeout: 60_000 }).toBeUndefined()
    expect(await readRun(runDir(root))).toMatchObject({ state: 'interrupted' })
    await expectAllSaved(root)
  })

  it.each(hostNames)('of %s that receives Ctrl-C while saving ends immediately', async (host) => {
    const root = temporaryFolder()
    const group = await hosts[host](root)
    const pid = (await readLock(runDir(root)))?.pid
    if (pid === undefined) throw new Error('no run is training')
    // A suspended trainer cannot save, so an immediate end leaves no checkpoint.
    process.kill(pid, 'SIGSTOP')
    group.host.kill('SIGTERM')
    group.host.kill('SIGHUP')
    // Signals sent together may arrive in another order, so Ctrl-C repeats until it takes effect.
    // One that arrives while Node exits has no handler any more; a shell reports that as 130 too.
    const end = (): number | NodeJS.Signals | null => {
      const { exitCode, signalCode } = group.host
      if (exitCode === null && signalCode === null) group.host.kill('SIGINT')
      return exitCode ?? signalCode
    }
    await expect.poll(end, { timeout: 30_000 }).not.toBeNull()
    expect([130, 'SIGINT']).toContain(end())
    expect((await latestUsable(runDir(root))).checkpoint).toBeUndefined()
  })
})

/** The program `script` of util-linux, which runs a command in a terminal that closes with it. */
const SCRIPT = '/usr/bin/script'
const hasTerminals = process.platform === 'linux' && fs.existsSync(SCRIPT)

describe.skipIf(!hasTerminals)('a terminal', () => {
  it('that closes saves the training in it, and the command exits normally', async () => {
    const root = temporaryFolder()
    const code = path.join(root, 'code')
    const command = [process.execPath, CLI, ...tinyTraining(root, '--epochs', '100000')]
    // The inner shell ignores the hangup, to record the exit code after the terminal has closed.
    const script = `(trap '' HUP; '${command.join("' '")}'; echo $? > '${code}'); true`
    const terminal = spawn(SCRIPT, ['-qfec', script, '/dev/null'], {
      env: { ...process.env, GAN_STUDIO_HOME: root, SHELL: '/bin/sh' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    await new Promise<void>((resolve) => {
      let text = ''
      terminal.stdout.setEncoding('utf8').on('data', (part: string) => {
        text += part
        if (/\d steps\/s/.test(text)) resolve()
      })
    })
    terminal.kill('SIGKILL')
    const recorded = (): string => (fs.existsSync(code) ? fs.readFileSync(code, 'utf8') : '')
    await expect.poll(recorded, { timeout: 60_000 }).toBe('130\n')
    expect(await readRun(runDir(root))).toMatchObject({ state: 'stopped' })
    await expectAllSaved(root)
  })
})

describe.skipIf(process.platform === 'win32')('a trainer', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('with nothing to save ends by %s', async (signal) => {
    const child = nodeLauncher(TRAINER)()
    const exited = new Promise((resolve) => child.onExit(resolve))
    const answered = new Promise((resolve) => child.onMessage(resolve))
    // Any answer, even an error, shows that it is listening.
    child.post({ id: 1, type: 'pause', body: {} })
    await answered
    if (child.pid !== undefined) process.kill(child.pid, signal)
    expect(await exited).toEqual({ code: null, signal })
  })
})

describe.skipIf(!fs.existsSync('/dev/full'))('results that cannot be written', () => {
  it('do not end the training, are reported once, and fail the command', async () => {
    const root = temporaryFolder()
    const full = fs.openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [CLI, ...tinyTraining(root, '--steps', '8', '--json')], {
      env: { ...process.env, GAN_STUDIO_HOME: root },
      stdio: ['ignore', full, 'pipe'],
    })
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (part: string) => (stderr += part))
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
    fs.closeSync(full)
    expect(code).toBe(5)
    expect(stderr.match(/could not be written/g)).toHaveLength(1)
    expect(await readRun(runDir(root))).toMatchObject({ state: 'finished' })
  })
})
