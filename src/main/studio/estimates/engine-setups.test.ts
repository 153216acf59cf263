import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { EngineSetup } from '../../../contract/engines'
import { temporaryFolder } from '../../../../test/support/studio'
import type { ChildHandle, Launch } from '../../trainer/launch/trainer-process'
import { chooseSetup, EngineSetups } from './engine-setups'

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

const setupsIn = (root: string, launch: Launch, measure = true) =>
  new EngineSetups({ root, launch, datasetsDirs: [], measure })

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
})
