import { expect, it, vi } from 'vitest'
import { EventHub } from './event-hub'

it('has an audience from the first page to the last; the studio itself is none', () => {
  const hub = new EventHub()
  const audience = { begin: vi.fn(), end: vi.fn() }
  hub.observe(() => undefined)
  hub.whenHeard(audience)
  expect(audience.begin).not.toHaveBeenCalled()
  const leave = [hub.subscribe(() => undefined), hub.subscribe(() => undefined)]
  expect(audience.begin).toHaveBeenCalledTimes(1)
  leave[0]?.()
  expect(audience.end).not.toHaveBeenCalled()
  leave[1]?.()
  expect(audience.end).toHaveBeenCalledTimes(1)
})

it('delivers events in the order of their numbers, also those that an event causes', () => {
  const hub = new EventHub()
  const received: number[] = []
  hub.observe((event) => {
    if (event.type === 'datasets') hub.emit({ type: 'runRemoved', id: 'a' })
  })
  hub.subscribe(({ sequence }) => received.push(sequence))
  hub.emit({ type: 'datasets' })
  expect(received).toEqual([1, 2])
})
