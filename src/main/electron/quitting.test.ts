import { expect, it, vi } from 'vitest'
import { Quitting } from './quitting'

function open({ live = 0, answer = true, save = () => Promise.resolve() } = {}) {
  const parts = {
    liveRuns: () => live,
    ask: vi.fn(() => Promise.resolve(answer)),
    save: vi.fn(save),
    saveFailed: vi.fn(() => Promise.resolve()),
    quit: vi.fn(),
  }
  return { parts, quitting: new Quitting(parts) }
}

it('quits without asking if nothing is training', async () => {
  const { parts, quitting } = open()
  await quitting.request()
  expect(parts.ask).not.toHaveBeenCalled()
  expect(parts.save).toHaveBeenCalledOnce()
  expect(parts.quit).toHaveBeenCalledOnce()
})

it('asks if a run is training, and saves before quitting', async () => {
  const { parts, quitting } = open({ live: 2 })
  parts.quit.mockImplementation(() => expect(parts.save).toHaveBeenCalledOnce())
  await quitting.request()
  expect(parts.ask).toHaveBeenCalledWith(2)
  expect(quitting.mayQuit).toBe(true)
})

it('if declined, changes nothing, and quitting can be tried again', async () => {
  const { parts, quitting } = open({ live: 1, answer: false })
  await quitting.request()
  expect(quitting.mayQuit).toBe(false)
  expect(parts.save).not.toHaveBeenCalled()
  parts.ask.mockResolvedValue(true)
  await quitting.request()
  expect(parts.quit).toHaveBeenCalledOnce()
})

it('several requests ask once and save once', async () => {
  const { parts, quitting } = open({ live: 1 })
  await Promise.all([quitting.request(), quitting.request(), quitting.force()])
  await quitting.request()
  expect(parts.ask).toHaveBeenCalledOnce()
  expect(parts.save).toHaveBeenCalledOnce()
  expect(parts.quit).toHaveBeenCalledOnce()
})

it('can’t quit before everything is saved', async () => {
  let saved = () => {}
  const save = () => new Promise<void>((resolve) => (saved = resolve))
  const { parts, quitting } = open({ save })
  const done = quitting.request()
  expect(quitting.mayQuit).toBe(false)
  expect(parts.quit).not.toHaveBeenCalled()
  saved()
  await done
  expect(quitting.mayQuit).toBe(true)
})

it('reports that saving failed, and still quits', async () => {
  const { parts, quitting } = open({ save: () => Promise.reject(new Error('disk full')) })
  await quitting.request()
  expect(parts.saveFailed).toHaveBeenCalledWith(new Error('disk full'))
  expect(parts.quit).toHaveBeenCalledOnce()
})

it('quits without asking on a signal', async () => {
  const { parts, quitting } = open({ live: 3 })
  await quitting.force()
  expect(parts.ask).not.toHaveBeenCalled()
  expect(parts.quit).toHaveBeenCalledOnce()
})
