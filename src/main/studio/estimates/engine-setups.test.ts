import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EngineSetup } from '../../../contract/engines'
import { temporaryFolder } from '../../../../test/support/studio'
import type { ChildHandle, Launch } from '../../trainer/launch/trainer-process'
import { EngineSetups } from './engine-setups'
import { processorsTaken } from './machine-load'
import { chooseSetup, wasBusy } from './measure-setup'
import { setupForRun } from './run-setup'

const timed =
  (table: Record<string, number>) =>
  async ({ threads, math }: EngineSetup): Promise<number> =>
    table[`${math} ${threads}`] ?? NaN

describe('chooseSetup', () => {
  it('takes the faster library, and more threads as long as they pay off', async () => {
    const times = timed({ 'eigen 1': 30, 'onednn 1': 20, 'onednn 2': 12, 'onednn 4': 11.9 })
    expect(await chooseSetup(times, 8)).toEqual({ threads: 2, math: 'onednn' })
    expect(await chooseSetup(times, 2)).toEqual({ threads: 2, math: 'onednn' })
    expect(await chooseSetup(times, 1)).toEqual({ threads: 1, math: 'onednn' })
  })

  it('takes eigen where onednn is slower, and one thread where two are no faster', async () => {
    const times = timed({ 'eigen 1': 20, 'onednn 1': 21, 'eigen 2': 19.5 })
    expect(await chooseSetup(times, 2)).toEqual({ threads: 1, math: 'eigen' })
  })
})

/** Trainers that reply immediately; oneDNN with two threads is the fastest. */
function fakeTrainers(options: { fail?: boolean; held?: boolean } = {}): {
  launch: Launch
  started: EngineSetup[]
  /** While held, trainers do not answer. */
  hold: { held: boolean; killed: number }
} {
  const started: EngineSetup[] = []
  const hold = { held: options.held === true, killed: 0 }
  const launch = (): ChildHandle => {
    let reply: (message: unknown) => void = () => undefined
    let exit: (exit: { code: null; signal: string }) => void = () => undefined
    let ms = 0
    return {
      pid: 1,
      post(message) {
        const { id, type, body } = message as {
          id: number
          type: string
          body: { setup: EngineSetup }
        }
        if (hold.held) return
        if (options.fail === true) {
          return reply({ kind: 'error', id, error: { code: 'engine', message: 'not here' } })
        }
        if (type === 'benchOpen') {
          const { setup } = body
          started.push(setup)
          ms = (setup.math === 'onednn' ? 20 : 30) / setup.threads
          const engine = { name: 'tensorflow', version: '', device: '', threads: setup.threads }
          return reply({ kind: 'reply', id, body: { engine } })
        }
        reply({ kind: 'reply', id, body: { milliseconds: [ms + 5, ms], rssBytes: 1 } })
      },
      onMessage: (handle) => void (reply = handle),
      onExit: (handle) => void (exit = handle),
      kill: () => {
        hold.killed += 1
        exit({ code: null, signal: 'SIGKILL' })
      },
    }
  }
  return { launch, started, hold }
}

const setupsIn = (root: string, launch: Launch, measure = true, taken = 0) =>
  new EngineSetups({ root, launch, datasetsDirs: [], measure, load: async () => taken })

describe('EngineSetups', () => {
  it('stops measuring when all callers have cancelled, and measures again for the next one', async () => {
    const root = temporaryFolder()
    const { launch, started, hold } = fakeTrainers({ held: true })
    const setups = setupsIn(root, launch)
    const [one, other] = [new AbortController(), new AbortController()]
    const waiting = [one, other].map(({ signal }) => setups.find(undefined, signal))
    const results = Promise.allSettled(waiting)
    one.abort(new Error('the first'))
    await expect(waiting[0]).rejects.toThrow('the first')
    // The other caller is still waiting, so the trainer keeps running.
    expect(hold.killed).toBe(0)
    other.abort(new Error('the second'))
    await results
    await expect(waiting[1]).rejects.toThrow('the second')
    expect(hold.killed).toBe(1)
    expect(setups.known()).toBeUndefined()
    hold.held = false
    expect((await setups.find())?.math).toBe('onednn')
    expect(started.length).toBeGreaterThanOrEqual(2)
  })

  it('measures once; concurrent and later callers get the same result', async () => {
    const root = temporaryFolder()
    const { launch, started } = fakeTrainers()
    const setups = setupsIn(root, launch)
    expect(setups.known()).toBeUndefined()
    let announcements = 0
    const [a, b] = await Promise.all([setups.find(() => announcements++), setups.find()])
    expect(a).toEqual(b)
    expect(a?.math).toBe('onednn')
    const measured = started.length
    expect(measured).toBeGreaterThanOrEqual(2)
    expect(announcements).toBe(1)
    expect(await setupsIn(root, launch).find()).toEqual(a)
    expect(setups.known()).toEqual(a)
    expect(started.length).toBe(measured)
  })

  it.each([
    ['damaged', () => '{"schemaVersion": 1'],
    ['of another machine', (text: string) => text.replace(/"stamp": "/, '"stamp": "other ')],
    [
      'of a later version',
      (text: string) => text.replace('"schemaVersion": 1', '"schemaVersion": 2'),
    ],
  ])('measures again if the file is %s', async (_, damage) => {
    const root = temporaryFolder()
    const { launch, started } = fakeTrainers()
    await setupsIn(root, launch).find()
    const measured = started.length
    const file = path.join(root, 'cache', 'engine-setup.json')
    fs.writeFileSync(file, damage(fs.readFileSync(file, 'utf8')))
    expect(setupsIn(root, launch).known()).toBeUndefined()
    expect((await setupsIn(root, launch).find())?.math).toBe('onednn')
    expect(started.length).toBe(2 * measured)
  })

  it('returns nothing and stores nothing if the engine does not run', async () => {
    const root = temporaryFolder()
    expect(await setupsIn(root, fakeTrainers({ fail: true }).launch).find()).toBeUndefined()
    expect(fs.existsSync(path.join(root, 'cache'))).toBe(false)
  })

  it('starts no trainer if measuring is switched off', async () => {
    const { launch, started } = fakeTrainers()
    expect(await setupsIn(temporaryFolder(), launch, false).find()).toBeUndefined()
    expect(started).toEqual([])
  })

  it('says that a measurement was taken on a busy machine, until another replaces it', async () => {
    const root = temporaryFolder()
    const { launch, started } = fakeTrainers()
    await setupsIn(root, launch, true, 0.8).find()
    expect(setupsIn(root, launch).measurement()).toMatchObject({ busy: true })
    const measured = started.length
    // Asking for it measures even where measuring is switched off.
    const again = await setupsIn(root, launch, false).measureAgain()
    expect(started.length).toBe(2 * measured)
    expect(again).toMatchObject({ busy: false, setup: { math: 'onednn' } })
    expect(setupsIn(root, launch).measurement()).toEqual(again)
  })

  it.each([
    ['the cache is a file', (root: string) => fs.writeFileSync(path.join(root, 'cache'), '')],
    [
      'the file is a folder',
      (root: string) =>
        fs.mkdirSync(path.join(root, 'cache', 'engine-setup.json'), { recursive: true }),
    ],
  ])('a result that cannot be saved is used, with a note saying why: %s', async (_, spoil) => {
    const root = temporaryFolder()
    spoil(root)
    const { launch, started } = fakeTrainers()
    const setups = setupsIn(root, launch)
    await expect(setups.checkWritable()).rejects.toMatchObject({
      code: 'storage',
      where: expect.stringContaining(path.join(root, 'cache')) as string,
    })
    expect(started).toEqual([])
    const first = await setupForRun(setups, { engine: 'auto' }, {})
    expect(first.setup?.math).toBe('onednn')
    expect(first.notes.map(({ problem }) => problem?.code)).toEqual(['setupNotSaved'])
    expect(first.notes[0]?.message).toMatch(/could not be saved, .*: \S/)
    // In this process it is known, and not measured again.
    const measured = started.length
    expect(await setupForRun(setups, { engine: 'auto' }, {})).toEqual({ ...first, notes: [] })
    expect(started.length).toBe(measured)
    await expect(setups.measureAgain()).rejects.toMatchObject({ code: 'storage' })
  })

  it('leaves nothing behind when checking whether a result can be saved', async () => {
    const root = temporaryFolder()
    const setups = setupsIn(root, fakeTrainers().launch)
    await setups.checkWritable()
    expect(fs.readdirSync(path.join(root, 'cache'))).toEqual([])
    await setups.find()
    const file = path.join(root, 'cache', 'engine-setup.json')
    const before = fs.readFileSync(file)
    await setups.checkWritable()
    expect(fs.readFileSync(file)).toEqual(before)
    expect(fs.readdirSync(path.join(root, 'cache'))).toEqual(['engine-setup.json'])
  })

  it('shares a repeated measurement with a run that starts meanwhile', async () => {
    const { launch, started } = fakeTrainers()
    const setups = setupsIn(temporaryFolder(), launch)
    await setups.find()
    const measured = started.length
    const [again, found] = await Promise.all([setups.measureAgain(), setups.find()])
    expect(found).toEqual(again?.setup)
    expect(started.length).toBe(2 * measured)
  })

  it('keeps the result if measuring again fails', async () => {
    const root = temporaryFolder()
    const before = await setupsIn(root, fakeTrainers().launch).find()
    const failing = setupsIn(root, fakeTrainers({ fail: true }).launch)
    expect(await failing.measureAgain()).toBeUndefined()
    expect(failing.known()).toEqual(before)
  })

  it('reads the result of an earlier version, which does not say when it was measured', async () => {
    const root = temporaryFolder()
    const { launch } = fakeTrainers()
    await setupsIn(root, launch).find()
    const file = path.join(root, 'cache', 'engine-setup.json')
    const { schemaVersion, stamp, setup } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<
      string,
      unknown
    >
    const measured = [{ threads: 1, math: 'eigen', stepMs: 9 }]
    fs.writeFileSync(file, JSON.stringify({ schemaVersion, stamp, setup, measured }))
    expect(setupsIn(root, launch).measurement()).toEqual({ setup, busy: false })
  })
})

describe('a busy machine', () => {
  it.each([
    ['others take most of a processor', { taken: 0.8, spread: 1.1 }, true],
    ['the steps took very different times', { taken: 0, spread: 1.9 }, true],
    ['neither', { taken: 0.1, spread: 1.2 }, false],
  ])('is one where %s', (_, timed, expected) => {
    expect(wasBusy([{ taken: 0, spread: 1 }, timed])).toBe(expected)
  })

  it('has fewer free processors than this process may use', () => {
    const taken = (idle: number, processors: number, usable: number) => {
      const total = processors * 100
      const [before, after] = [
        { idle: 500, total: 900 },
        { idle: 500 + idle, total: 900 + total },
      ]
      return processorsTaken(before, after, { processors, usable })
    }
    expect(taken(200, 2, 2)).toBe(0)
    expect(taken(100, 2, 2)).toBe(1)
    expect(taken(0, 2, 2)).toBe(2)
    // 16 processors of which this process may use 2: ten busy ones leave enough.
    expect(taken(600, 16, 2)).toBe(0)
    const now = { idle: 1, total: 1 }
    expect(processorsTaken(now, now, { processors: 2, usable: 2 })).toBe(0)
  })
})
