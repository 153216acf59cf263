import { expect, test } from 'vitest'
import type { NumberedEvent } from '../../../contract/events'
import type { RunSummary } from '../../../contract/summary'
import { EventHub } from '../event-hub'
import { RunNews } from './run-news'

const named = (name: string): RunSummary => ({ id: 'r', name }) as RunSummary

/** News whose reads from the disk are answered by the test. */
function slowNews() {
  const hub = new EventHub()
  const heard: NumberedEvent[] = []
  hub.subscribe((numbered) => heard.push(numbered))
  const reads: ((run: RunSummary) => void)[] = []
  let live: RunSummary | undefined
  const news = new RunNews(hub, {
    live: () => live,
    stored: () => new Promise((resolve) => reads.push(resolve)),
  })
  const names = () => heard.map(({ event }) => (event.type === 'run' ? event.run.name : event.type))
  return { news, reads, heard, names, setLive: (run: RunSummary | undefined) => (live = run) }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what was read before something newer was told is read again, not told', async () => {
  const { news, reads, names, heard } = slowNews()
  const announced = news.announce('r')
  news.tell(named('newer'))
  reads[0]?.(named('stale'))
  await turn()
  expect(names()).toEqual(['newer'])
  reads[1]?.(named('newest'))
  expect((await announced).name).toBe('newest')
  expect(names()).toEqual(['newer', 'newest'])
  expect(heard.map(({ sequence }) => sequence)).toEqual([1, 2])
})

test('a run that started while it was read is reported as live', async () => {
  const { news, reads, names, setLive } = slowNews()
  const announced = news.announce('r')
  setLive(named('live'))
  reads[0]?.(named('stale'))
  await announced
  expect(names()).toEqual(['live'])
})

test('a run that was removed while it was read is not reported again', async () => {
  const { news, reads, names } = slowNews()
  const announced = news.announce('r').catch(() => 'gone')
  news.removed('r')
  reads[0]?.(named('stale'))
  await turn()
  expect(reads).toHaveLength(2)
  expect(names()).toEqual(['runRemoved'])
  void announced
})
