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

it('quits without a question when nothing trains', async () => {
  const { parts, quitting } = open()
  await quitting.wanted()
  expect(parts.ask).not.toHaveBeenCalled()
  expect(parts.save).toHaveBeenCalledOnce()
  expect(parts.quit).toHaveBeenCalledOnce()
})

it('asks while something trains, and saves before it quits', async () => {
  const { parts, quitting } = open({ live: 2 })
  parts.quit.mockImplementation(() => expect(parts.save).toHaveBeenCalledOnce())
  await quitting.wanted()
  expect(parts.ask).toHaveBeenCalledWith(2)
  expect(quitting.mayQuit).toBe(true)
})

it('a no changes nothing, and quitting can be tried again', async () => {
  const { parts, quitting } = open({ live: 1, answer: false })
  await quitting.wanted()
  expect(quitting.mayQuit).toBe(false)
  expect(parts.save).not.toHaveBeenCalled()
  parts.ask.mockResolvedValue(true)
  await quitting.wanted()
  expect(parts.quit).toHaveBeenCalledOnce()
})

it('two requests ask once and save once', async () => {
  const { parts, quitting } = open({ live: 1 })
  await Promise.all([quitting.wanted(), quitting.wanted(), quitting.demanded()])
  await quitting.wanted()
  expect(parts.ask).toHaveBeenCalledOnce()
  expect(parts.save).toHaveBeenCalledOnce()
  expect(parts.quit).toHaveBeenCalledOnce()
})

it('may not quit before everything is saved', async () => {
  let saved = () => {}
  const save = () => new Promise<void>((resolve) => (saved = resolve))
  const { parts, quitting } = open({ save })
  const done = quitting.wanted()
  expect(quitting.mayQuit).toBe(false)
  expect(parts.quit).not.toHaveBeenCalled()
  saved()
  await done
  expect(quitting.mayQuit).toBe(true)
})

it('reports that saving failed, and still quits', async () => {
  const { parts, quitting } = open({ save: () => Promise.reject(new Error('disk full')) })
  await quitting.wanted()
  expect(parts.saveFailed).toHaveBeenCalledWith(new Error('disk full'))
  expect(parts.quit).toHaveBeenCalledOnce()
})

it('a signal quits without a question', async () => {
  const { parts, quitting } = open({ live: 3 })
  await quitting.demanded()
  expect(parts.ask).not.toHaveBeenCalled()
  expect(parts.quit).toHaveBeenCalledOnce()
})
