import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '../../src/contract/api'
import { presets } from '../../src/contract/hyperparameters'
import { settingsSchema } from '../../src/contract/settings'
import { latestUsable } from '../../src/main/storage/checkpoints/checkpoints'
import { lastMetrics } from '../../src/main/storage/runs/last-metrics'
import { metricsFile } from '../../src/main/storage/runs/paths'
import { readRun } from '../../src/main/storage/runs/runs'
import { nodeLauncher } from '../../src/main/trainer/launch/launch-node'
import { temporaryFolder } from '../support/studio'
import { open, endless, sharedRun, TRAINER } from '../support/studio-host'

const shared = sharedRun()

describe('metrics', () => {
  it('cover a live run up to its newest step, and a range exactly', async () => {
    const root = temporaryFolder()
    const { call, pastStep } = await open(root)
    const { id } = await call('runs.train', { name: 'metrics', config: endless(root) })
    await pastStep(id, 25)
    const paused = await call('runs.pause', { id })
    const { summary } = await call('runs.get', { id })
    const all = await call('runs.metrics', { id, buckets: 4000 })
    // All steps up to the pause have arrived, on the page and on the disk.
    expect([summary.step, summary.latest?.step, all.lastStep]).toEqual(Array(3).fill(paused.step))
    const stored = await lastMetrics(metricsFile(path.join(root, 'runs', id)))
    expect(stored?.step).toBe(paused.step)
    expect(all.step).toEqual(Array.from({ length: all.lastStep }, (_, i) => i + 1))
    expect(all.series['lossD']?.mean.at(-1)).toBe(summary.latest?.['lossD'])
    const part = await call('runs.metrics', { id, from: 11, to: 22, buckets: 7 })
    expect(part.step).toHaveLength(7)
    expect(part.step.at(-1)).toBe(22)
    const highest = (values: (number | null)[] = []) => Math.max(...values.map((v) => v ?? NaN))
    const [means, highs] = [all.series['dFake']?.mean, part.series['dFake']?.high]
    expect(highest(highs)).toBe(highest(means?.slice(10, 22)))
    await expect(call('runs.metrics', { id, buckets: 4001 })).rejects.toMatchObject({
      code: 'usage',
    })
  })
})

describe('settings and presets', () => {
  it('that are being saved when the studio closes are saved before it has closed', async () => {
    const root = temporaryFolder()
    const { studio, call } = await open(root)
    const slowly = call('settings.set', { theme: 'dark' })
    const next = call('presets.save', {
      name: 'mine',
      hyperparameters: presets.reference,
    })
    await studio.close()
    const file = fs.readFileSync(path.join(root, 'preferences.json'), 'utf8')
    expect(JSON.parse(file)).toMatchObject({
      settings: { theme: 'dark' },
      presets: [{ name: 'mine' }],
    })
    await Promise.all([slowly, next])
  })

  it('change only the given values, reach every page, and survive a restart', async () => {
    const root = temporaryFolder()
    const { call, events } = await open(root)
    const preset = { name: ' mine ', hyperparameters: presets.reference }
    const replies = await Promise.all([
      call('settings.set', { theme: 'dark' }),
      call('settings.set', { threads: 2 }),
      call('presets.save', preset),
      call('settings.set', { language: 'zh-CN' }),
    ])
    const changes = { theme: 'dark', language: 'zh-CN', threads: 2 } as const
    const settings = { ...settingsSchema.parse({}), ...changes }
    expect(replies[3]).toEqual(settings)
    expect(events.map(({ event }) => event.type)).toEqual([
      'settings',
      'settings',
      'presets',
      'settings',
    ])
    expect(events[2]?.event).toEqual({ type: 'presets', ...replies[2] })
    expect(events.at(-1)?.event).toEqual({ type: 'settings', settings })
    await expect(call('settings.set', { threads: 1000 })).rejects.toMatchObject({ code: 'usage' })
    const changed = { ...preset, hyperparameters: { ...preset.hyperparameters, seed: 5 } }
    expect((await call('presets.save', changed)).presets).toHaveLength(1)
    const later = await open(root)
    const hello = await later.call('hello', { protocol: PROTOCOL_VERSION })
    expect(hello).toMatchObject({
      settings,
      presets: [{ name: 'mine', hyperparameters: { seed: 5 } }],
    })
    expect((await later.call('presets.delete', { name: 'mine' })).presets).toEqual([])
  })

  it('that cannot be read are set aside with a warning at start', async () => {
    const root = temporaryFolder()
    fs.writeFileSync(path.join(root, 'preferences.json'), '{"settings":')
    const { studio, call } = await open(root)
    expect(studio.warnings).toHaveLength(1)
    expect(studio.warnings[0]?.message).toContain('preferences.damaged-')
    const hello = await call('hello', { protocol: PROTOCOL_VERSION })
    expect(hello.settings).toEqual(settingsSchema.parse({}))
  })
})

describe('the host', () => {
  it('refuses a page of another version, and opens folders only on the desktop', async () => {
    const { root, id, dir, call } = shared
    const shown: string[] = []
    await expect(call('hello', { protocol: 99 })).rejects.toMatchObject({ code: 'usage' })
    await expect(call('runs.openFolder', { id })).rejects.toMatchObject({ code: 'usage' })
    const desktop = await open(root, {
      host: 'electron',
      openFolder: async (folder) => (shown.push(folder), shown.length > 1 ? 'no file manager' : ''),
    })
    await desktop.call('runs.openFolder', { id })
    expect(shown).toEqual([dir])
    await expect(desktop.call('runs.openFolder', { id })).rejects.toThrow('no file manager')
  })

  it.skipIf(process.platform === 'win32')(
    'gives up on a hung trainer when closing, and reports it',
    async () => {
      const root = temporaryFolder()
      const launch = nodeLauncher(TRAINER)
      const pids: (number | undefined)[] = []
      const started = () => {
        const child = launch()
        pids.push(child.pid)
        return child
      }
      const { studio, call, pastStep } = await open(
        root,
        { stopTimeoutSeconds: 4, launch: started },
        () => undefined,
      )
      const config = endless(root)
      const { id } = await call('runs.train', { name: 'hangs', config })
      const { id: other } = await call('runs.train', { name: 'does not', config })
      await pastStep(other, 3)
      const { step } = await call('runs.checkpoint', { id })
      process.kill(pids[0] ?? 0, 'SIGSTOP')
      const report = { code: 'training', where: 'hangs', problem: { code: 'trainerHung' } }
      await expect(studio.close()).rejects.toMatchObject(report)
      expect(await readRun(path.join(root, 'runs', id))).toMatchObject({
        state: 'interrupted',
        sessions: [{ endedAs: 'interrupted', error: { problem: { code: 'trainerHung' } } }],
      })
      expect((await latestUsable(path.join(root, 'runs', id))).checkpoint?.step).toBe(step)
      expect((await readRun(path.join(root, 'runs', other))).state).toBe('stopped')
      const later = await open(root)
      expect((await later.call('runs.resume', { id })).state).toBe('running')
    },
  )

  it.skipIf(process.platform === 'win32')(
    'ends a run with a hung trainer on request, but only after it was asked to stop',
    async () => {
      const root = temporaryFolder()
      let pid: number | undefined
      const launch = () => {
        const child = nodeLauncher(TRAINER)()
        pid = child.pid
        return child
      }
      const { call, pastStep, inState } = await open(root, { launch })
      const { id } = await call('runs.train', { name: 'hangs', config: endless(root) })
      await pastStep(id, 3)
      await expect(call('runs.end', { id })).rejects.toMatchObject({
        code: 'usage',
        problem: { code: 'runNotStopping' },
      })
      const { step } = await call('runs.checkpoint', { id })
      process.kill(pid ?? 0, 'SIGSTOP')
      const stopped = call('runs.stop', { id })
      const ended = await call('runs.end', { id })
      expect(ended.step).toBeGreaterThanOrEqual(step)
      expect(await stopped).toEqual(ended)
      const { run } = await inState(id, 'interrupted')
      expect(run.error).toMatchObject({ problem: { code: 'trainerHung', given: { seconds: 0 } } })
      expect((await latestUsable(path.join(root, 'runs', id))).checkpoint?.step).toBe(step)
      await expect(call('runs.end', { id })).rejects.toMatchObject({ code: 'usage' })
      expect((await call('runs.resume', { id })).state).toBe('running')
    },
  )

  it('saves live runs when closing, cancels starts, and refuses further calls', async () => {
    const root = temporaryFolder()
    const { studio, call, pastStep, waitForEvent } = await open(root)
    const config = endless(root)
    const { id } = await call('runs.train', { name: 'live', config })
    await pastStep(id, 3)
    const starting = call('runs.train', { name: 'too late', config }).catch(
      (error: unknown) => error,
    )
    await waitForEvent('run', ({ run }) => run.name === 'too late')
    await Promise.all([studio.close(), studio.close()])
    const run = await readRun(path.join(root, 'runs', id))
    expect(run).toMatchObject({ state: 'stopped', sessions: [{ endedAs: 'stopped' }] })
    const { checkpoint } = await latestUsable(path.join(root, 'runs', id))
    expect(checkpoint?.step).toBe(run.sessions[0]?.toStep)
    expect(await starting).toMatchObject({ code: 'usage' })
    expect(fs.readdirSync(path.join(root, 'runs'))).toEqual([id])
    await expect(call('runs.list', {})).rejects.toThrow('closing')
  })
})
