import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { MeasureJob } from '../../../contract/evaluations/measuring'
import { failureOf } from '../../../contract/testing/failure-of'
import type { ChildHandle } from '../../trainer/launch/trainer-process'
import { MeasuringProcess } from './measuring-process'

/** A process that answers every request with an error. */
function failing(): ChildHandle {
  let receive: (message: unknown) => void = () => undefined
  let exit: (how: { code: number | null; signal: string | null }) => void = () => undefined
  return {
    pid: 1,
    onMessage: (handler) => (receive = handler),
    onExit: (handler) => (exit = handler as typeof exit),
    post: (message) => {
      const { id } = message as { id: number }
      const error = { code: 'data', message: 'no images' }
      setImmediate(() => receive({ kind: 'error', id, error }))
    },
    kill: () => setImmediate(() => exit({ code: null, signal: 'SIGKILL' })),
  } as ChildHandle
}

const job = { background: true } as MeasureJob

it.each([
  [{ code: null, signal: 'SIGKILL' }, 'the measuring process was killed'],
  [{ code: null, signal: 'SIGSEGV' }, 'the measuring process crashed (SIGSEGV)'],
  [{ code: 7, signal: null }, 'the measuring process exited unexpectedly (exit code 7)'],
])('a process that ends (%j) is not called the training process', async (how, text) => {
  const measuring = new MeasuringProcess(() => ({
    pid: 1,
    onMessage: () => undefined,
    onExit: (handler) => setImmediate(() => handler(how)),
    post: () => undefined,
    kill: () => undefined,
  }))
  const { message } = await failureOf(() => measuring.request('measure', job))
  expect(message).toContain(text)
  expect(message).not.toContain('training')
})

describe('a process that was lowered to the lowest priority', () => {
  it('measures nothing that somebody waits for: that gets a new process', async () => {
    let begun = 0
    const measuring = new MeasuringProcess(() => {
      begun++
      return failing()
    })
    const measure = async (background: boolean): Promise<number> => {
      await failureOf(() => measuring.request('measure', { background } as MeasureJob))
      return begun
    }
    expect(await measure(false)).toBe(1)
    expect(await measure(false)).toBe(1)
    expect(await measure(true)).toBe(1)
    expect(await measure(true)).toBe(1)
    expect(await measure(false)).toBe(2)
    expect(await measure(false)).toBe(2)
    await measuring.close()
  })

  it('begins no new process for a request that is cancelled meanwhile', async () => {
    let begun = 0
    const measuring = new MeasuringProcess(() => {
      begun++
      return failing()
    })
    await failureOf(() => measuring.request('measure', { background: true } as MeasureJob))
    const aborter = new AbortController()
    const waiting = failureOf(() =>
      measuring.request('measure', { background: false } as MeasureJob, { signal: aborter.signal }),
    )
    aborter.abort()
    expect((await waiting).message).toContain('cancelled')
    expect(begun).toBe(1)
    await measuring.close()
  })
})

describe('measurements that share an abort signal', () => {
  it('leave no listener once they have ended, however many there are', async () => {
    const measuring = new MeasuringProcess(failing)
    const { signal } = new AbortController()
    const listeners = () => getEventListeners(signal, 'abort').length
    for (let pass = 0; pass < 3; pass++) {
      const measured = failureOf(() => measuring.request('measure', job, { signal }))
      expect(listeners()).toBe(1)
      expect((await measured).message).toContain('no images')
      expect(listeners()).toBe(0)
    }
    await measuring.close()
  })

  it('leave no listener if they were still waiting', async () => {
    const measuring = new MeasuringProcess(failing)
    const { signal } = new AbortController()
    const measured = [1, 2].map(() =>
      failureOf(() => measuring.request('measure', job, { signal })),
    )
    await measuring.close()
    await Promise.all(measured)
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})

it('users come first, and automatic measurements keep their order, whatever their priority', async () => {
  const measuring = new MeasuringProcess(failing)
  const ended: string[] = []
  const ask = async (name: string, background: boolean, automatic: boolean): Promise<void> => {
    await failureOf(() => measuring.request('measure', { background } as MeasureJob, { automatic }))
    ended.push(name)
  }
  await Promise.all([
    ask('in progress', true, true),
    ask('training', true, true),
    ask('last of another run', false, true),
    ask('training too', true, true),
    ask('first user', false, false),
    ask('second user', false, false),
  ])
  expect(ended).toEqual([
    ...['in progress', 'first user', 'second user'],
    ...['training', 'last of another run', 'training too'],
  ])
  await measuring.close()
})
