import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder, tinyConfig } from '../../../../test/support/studio'
import type { ChildHandle, Launch } from '../../trainer/launch/trainer-process'
import { StepSpeeds } from './step-speeds'
import type { StepSpeedsOptions } from './step-speeds'

/** Trainers whose steps after the first take `stepMs`; with `hangs` they never reply. */
function fakeTrainers({ hangs = false, fails = false, stepMs = 20 } = {}) {
  const bodies: { type: string; body: Record<string, unknown> }[] = []
  const children = { started: 0, ended: 0 }
  const listeners = new Set<() => void>()
  const launch: Launch = (): ChildHandle => {
    children.started += 1
    let reply: (message: unknown) => void = () => undefined
    let exit: () => void = () => undefined
    let first = true
    return {
      pid: 1,
      post(message) {
        const { id, type, body } = message as { id: number } & (typeof bodies)[number]
        bodies.push({ type, body })
        for (const listener of listeners) listener()
        if (hangs) return
        if (fails) return reply({ kind: 'error', id, error: { code: 'engine', message: 'no' } })
        const engine = { name: 'wasm', version: '4.22.0', device: 'cpu', threads: 1 }
        if (type === 'benchOpen') return reply({ kind: 'reply', id, body: { engine } })
        const steps = Number(body['steps'])
        const milliseconds = Array.from({ length: steps }, () => (first ? 900 : stepMs))
        first = false
        reply({ kind: 'reply', id, body: { milliseconds, rssBytes: 1 } })
      },
      onMessage: (handle) => void (reply = handle),
      onExit: (handle) => {
        exit = () => {
          children.ended += 1
          handle({ code: null, signal: 'SIGKILL' })
        }
      },
      kill: () => exit(),
    }
  }
  /** Resolves at the next request to a trainer. */
  const nextRequest = () => new Promise<void>((resolve) => void listeners.add(resolve))
  return { launch, bodies, children, nextRequest }
}

const speedsIn = (root: string, launch: Launch, options: Partial<StepSpeedsOptions> = {}) =>
  new StepSpeeds({ root, launch, measure: true, stamp: 'here', setup: () => undefined, ...options })

const config = tinyConfig('mnist', 'wasm')

interface Measured {
  setting: Record<string, unknown>
  secondsPerStep: number
}

describe('StepSpeeds', () => {
  it('measures settings once; concurrent and later callers get the same result', async () => {
    const root = temporaryFolder()
    const { launch, children } = fakeTrainers({ stepMs: 20 })
    const speeds = speedsIn(root, launch)
    expect(speeds.known(config, 'wasm')).toBeNull()
    const both = [speeds.measure(config, 'wasm'), speeds.measure(config, 'wasm')]
    expect(await Promise.all(both)).toEqual([0.02, 0.02])
    expect(await speedsIn(root, launch).measure(config, 'wasm')).toBe(0.02)
    expect(speeds.known(config, 'wasm')).toBe(0.02)
    expect(children).toEqual({ started: 1, ended: 1 })
  })

  it('depends only on what affects a step: the batch size matters, the data set does not', async () => {
    const { launch } = fakeTrainers()
    const speeds = speedsIn(temporaryFolder(), launch)
    await speeds.measure(config, 'wasm')
    const same = tinyConfig('other', 'auto', { epochs: 3, seed: 9, learningRate: 1, steps: 1 })
    expect(speeds.known(same, 'wasm')).toBe(0.02)
    expect(speeds.known(same, 'cpu')).toBeNull()
    for (const change of [{ batchSize: 17 }, { imageSize: 9 }, { latentDim: 11 }]) {
      expect(speeds.known(tinyConfig('mnist', 'wasm', change), 'wasm')).toBeNull()
    }
    expect(speeds.known({ ...config, compile: false }, 'wasm')).toBeNull()
    expect(speeds.known({ ...config, threads: 2 }, 'wasm')).toBeNull()
  })

  it('times a single step if steps are slow', async () => {
    const { launch, bodies } = fakeTrainers({ stepMs: 5_000 })
    expect(await speedsIn(temporaryFolder(), launch).measure(config, 'wasm')).toBe(5)
    const steps = bodies.filter(({ type }) => type === 'benchSteps')
    expect(steps.map(({ body }) => body['steps'])).toEqual([1, 1])
  })

  it('ends the process and returns when cancelled', async () => {
    const root = temporaryFolder()
    const { launch, children, nextRequest } = fakeTrainers({ hangs: true })
    const speeds = speedsIn(root, launch)
    const requested = nextRequest()
    const measured = speeds.measure(config, 'wasm')
    await requested
    await speeds.cancel()
    expect(children).toEqual({ started: 1, ended: 1 })
    expect(await measured).toBeNull()
    expect(fs.existsSync(path.join(root, 'cache'))).toBe(false)
  })

  it('starts no process if cancelled before that', async () => {
    const { launch, children } = fakeTrainers()
    const speeds = speedsIn(temporaryFolder(), launch)
    const measured = speeds.measure(config, 'wasm')
    await speeds.cancel()
    expect(await measured).toBeNull()
    expect(children.started).toBe(0)
  })

  it('cancels the current measurement for newer settings, and never runs two processes', async () => {
    const { launch, children, nextRequest } = fakeTrainers({ hangs: true })
    const speeds = speedsIn(temporaryFolder(), launch)
    const requested = nextRequest()
    const first = speeds.measure(config, 'wasm')
    await requested
    const second = speeds.measure(tinyConfig('mnist', 'wasm', { batchSize: 3 }), 'wasm')
    const requestedAgain = nextRequest()
    const third = speeds.measure(config, 'wasm')
    expect(await Promise.all([first, second])).toEqual([null, null])
    await requestedAgain
    expect(children).toEqual({ started: 2, ended: 1 })
    await speeds.cancel()
    expect(await third).toBeNull()
  })

  it('gives up on a process that does not reply in time', async () => {
    const { launch, children } = fakeTrainers({ hangs: true })
    const speeds = speedsIn(temporaryFolder(), launch, { timeoutMs: 1 })
    expect(await speeds.measure(config, 'wasm')).toBeNull()
    expect(children.ended).toBe(1)
  })

  it('returns null if the engine does not run or measuring is switched off', async () => {
    const root = temporaryFolder()
    expect(await speedsIn(root, fakeTrainers({ fails: true }).launch).measure(config, 'wasm')).toBe(
      null,
    )
    const { launch, children } = fakeTrainers()
    expect(await speedsIn(root, launch, { measure: false }).measure(config, 'wasm')).toBeNull()
    expect(children.started).toBe(0)
  })

  it('uses measurements from before a hyperparameter existed, and keeps those of other versions', async () => {
    const root = temporaryFolder()
    const { launch } = fakeTrainers()
    const { networks: _, ...narrow } = config
    const hyperparameters = { ...narrow.hyperparameters, architecture: 'mlp' as const }
    const plain = { ...narrow, hyperparameters }
    await speedsIn(root, launch).measure(plain, 'wasm')
    const file = path.join(root, 'cache', 'step-speeds.json')
    const cache = JSON.parse(fs.readFileSync(file, 'utf8')) as { speeds: [Measured] }
    const [own] = cache.speeds
    const { architecture, ...older } = own.setting
    expect(architecture).toBe('mlp')
    // From a newer version: the same except for a setting unknown to this one.
    const newer = { ...own, setting: { ...own.setting, loss: 'hinge' }, secondsPerStep: 7, by: 'x' }
    const unknown = { ...own, setting: { ...own.setting, architecture: 'stylegan' } }
    const others = { ...cache, speeds: [newer, unknown, { ...own, setting: older }], novelty: 1 }
    fs.writeFileSync(file, JSON.stringify(others))
    const speeds = speedsIn(root, launch)
    expect(speeds.known(plain, 'wasm')).toBe(0.02)
    await speeds.measure(tinyConfig('mnist', 'wasm', { batchSize: 3 }), 'wasm')
    const after = JSON.parse(fs.readFileSync(file, 'utf8')) as typeof others
    expect(after.novelty).toBe(1)
    expect(after.speeds.slice(1)).toEqual(others.speeds)
  })

  it.each([
    ['damaged', (text: string) => text.slice(0, 40), 'here'],
    ['of a later form', (text: string) => text.replace('Version": 1', 'Version": 2'), 'here'],
    ['of another version or machine', (text: string) => text, 'there'],
  ])('measures again if the file is %s', async (_, damage, stamp) => {
    const root = temporaryFolder()
    const { launch, children } = fakeTrainers()
    await speedsIn(root, launch).measure(config, 'wasm')
    const file = path.join(root, 'cache', 'step-speeds.json')
    fs.writeFileSync(file, damage(fs.readFileSync(file, 'utf8')))
    const later = speedsIn(root, launch, { stamp })
    expect(later.known(config, 'wasm')).toBeNull()
    expect(await later.measure(config, 'wasm')).toBe(0.02)
    expect(children.started).toBe(2)
  })
})
