import { expect, test } from 'vitest'
import type { NumberedEvent } from '../../../contract/events'
import type { RunSummary } from '../../../contract/summary'
import { EventHub } from '../event-hub'
import { RunPublisher } from './run-publisher'

const named = (name: string): RunSummary => ({ id: 'r', name }) as RunSummary

/** A publisher whose reads from the disk are controlled by the test. */
function slowPublisher() {
  const hub = new EventHub()
  const received: NumberedEvent[] = []
  hub.subscribe((numbered) => received.push(numbered))
  const reads: ((run: RunSummary) => void)[] = []
  let live: RunSummary | undefined
  const publisher = new RunPublisher(hub, {
    live: () => live,
    stored: () => new Promise((resolve) => reads.push(resolve)),
  })
  const names = () =>
    received.map(({ event }) => (event.type === 'run' ? event.run.name : event.type))
  return {
    publisher,
    reads,
    received,
    names,
    setLive: (run: RunSummary | undefined) => (live = run),
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a summary that became stale while it was read is read again before publishing', async () => {
  const { publisher, reads, names, received } = slowPublisher()
  const published = publisher.publishCurrent('r')
  publisher.publish(named('newer'))
  reads[0]?.(named('stale'))
  await turn()
  expect(names()).toEqual(['newer'])
  reads[1]?.(named('newest'))
  expect((await published).name).toBe('newest')
  expect(names()).toEqual(['newer', 'newest'])
  expect(received.map(({ sequence }) => sequence)).toEqual([1, 2])
})

test('a run that started while it was read is published as live', async () => {
  const { publisher, reads, names, setLive } = slowPublisher()
  const published = publisher.publishCurrent('r')
  setLive(named('live'))
  reads[0]?.(named('stale'))
  await published
  expect(names()).toEqual(['live'])
})

test('a run that was removed while it was read is not published again', async () => {
  const { publisher, reads, names } = slowPublisher()
  const published = publisher.publishCurrent('r').catch(() => 'gone')
  publisher.publishRemoved('r')
  reads[0]?.(named('stale'))
  await turn()
  expect(reads).toHaveLength(2)
  expect(names()).toEqual(['runRemoved'])
  void published
})
