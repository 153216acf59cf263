import { describe, expect, it } from 'vitest'
import type { Alarm } from '../../../contract/alarms/alarm'
import { presets } from '../../../contract/hyperparameters'
import type { Metrics } from '../../../contract/metrics/record'
import { runSchema } from '../../../contract/run'
import type { Run, Session } from '../../../contract/run'
import { alarmEntry, SessionAlarms } from './session-alarms'

const at = '2026-11-30T10:00:00.000Z'
const runOf = (sessions: Partial<Session>[] = [{}]): Run =>
  runSchema.parse({
    ...{ schemaVersion: 1, id: 'run', name: 'run', createdAt: at, state: 'running' },
    config: { hyperparameters: presets.reference, dataset: 'mnist' },
    sessions: sessions.map((session) => ({ startedAt: at, fromStep: 0, ...session })),
  })

const steps = (from: number, to: number, lossG: number) => ({
  type: 'metrics' as const,
  points: Array.from({ length: to - from + 1 }, (_, i): Metrics => {
    return { step: from + i, epoch: 1, lossD: 1, lossG, dReal: 0.6, dFake: 0.4 }
  }),
})

function watched(store: (alarms: readonly Alarm[]) => Promise<void> = () => Promise.resolve()) {
  const stored: Alarm[][] = []
  const changed: Alarm[] = []
  const alarms = new SessionAlarms({
    store(all) {
      stored.push([...all])
      return store(all)
    },
    changed: (alarm) => changed.push(alarm),
  })
  return { alarms, stored, changed }
}

describe('the alarms of a session', () => {
  it('are stored before they are reported, with those before them', async () => {
    const { alarms, stored, changed } = watched()
    alarms.begin(runOf())
    alarms.onEvent(steps(1, 300, 1e4))
    alarms.onEvent(steps(301, 600, 1))
    expect(changed).toEqual([])
    await alarms.stored()
    const [begun, ended] = changed
    expect(begun).toMatchObject({ kind: 'exploded', since: 1 })
    expect(stored).toEqual([[begun], [ended]])
    expect(ended).toEqual({ ...begun, until: 301 })
  })

  it('take into account what was reported before the session was recorded', async () => {
    const { alarms, changed } = watched()
    alarms.onEvent(steps(1, 299, 1e4))
    alarms.begin(runOf())
    alarms.onEvent(steps(300, 300, 1e4))
    await alarms.stored()
    expect(changed).toHaveLength(1)
  })

  it('are reported even if they cannot be stored', async () => {
    const { alarms, changed } = watched(() => Promise.reject(new Error('the disk is full')))
    alarms.begin(runOf())
    alarms.onEvent(steps(1, 300, 1e4))
    await alarms.stored()
    expect(changed).toHaveLength(1)
  })

  it('include active ones of earlier sessions, but none from repeated steps', () => {
    const { alarms } = watched()
    const [early, late] = [500, 1500].map((since) => ({
      ...{ kind: 'exploded', since, found: since + 299, what: { message: `since ${since}` } },
    })) as [Alarm, Alarm]
    alarms.begin(
      runOf([{ alarms: [early] }, { fromStep: 1000, alarms: [late] }, { fromStep: 1100 }]),
    )
    alarms.onEvent(steps(1101, 1300, 1))
    expect(alarms.conclude(1300)?.message).toBe('training went wrong: since 500')
  })

  it('judge the end of training', () => {
    const { alarms } = watched()
    alarms.begin(runOf())
    alarms.onEvent(steps(1, 100, 1e4))
    expect(alarms.conclude(100)?.problem?.code).toBe('wentWrong')
    const short = watched().alarms
    short.begin(runOf())
    short.onEvent(steps(1, 6, 1e4))
    expect(short.conclude(6)?.problem?.code).toBe('tooFewSteps')
  })
})

it('the activity has an entry for an alarm when it is raised, and one when it ends', () => {
  const alarm = { kind: 'a', since: 10, found: 300, what: { message: 'x', remedy: 'Do y.' } }
  expect(alarmEntry(alarm)).toEqual(['warning', 300, alarm.what])
  const [code, step, words] = alarmEntry({ ...alarm, until: 900 })
  expect([code, step]).toEqual(['note', 900])
  expect(words.message).toBe('a problem that began at step 10 ended at step 900: x')
})
