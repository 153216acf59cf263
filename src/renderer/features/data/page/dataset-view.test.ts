import { expect, it } from 'vitest'
import type { CommandReply } from '../../../../contract/api'
import { FakeClient } from '../../../testing/fake-client'
import { fakeConfig, fakeRun } from '../../../testing/fake-data'
import { fakeListing } from '../../../testing/fake-datasets'
import { flushPromises } from '../../../testing/flush-promises'
import { DatasetView } from './dataset-view.svelte'

function setUp(name = 'cats') {
  const client = new FakeClient()
  client.datasets.listings = [fakeListing('cats')]
  client.connect()
  const reports: unknown[] = []
  const view = new DatasetView(client, name, (error) => reports.push(error))
  client.onEvent(({ event }) => view.handleEvent(event))
  return { client, view, reports }
}
const loads = (client: FakeClient) =>
  client.calls.filter(({ command }) => command === 'datasets.get').length

it('shows what the host has, and changes with it', async () => {
  const { client, view } = setUp()
  await view.load()
  expect(view.detail?.listing.title).toBe('cats')
  await client.call('datasets.rename', { name: 'cats', title: 'Kittens' })
  await flushPromises()
  expect(view.detail?.listing.title).toBe('Kittens')
})

it('shows the newest detail, in whatever order the replies arrive', async () => {
  const { client, view } = setUp()
  const answers: ((reply: CommandReply<'datasets.get'>) => void)[] = []
  client.override['datasets.get'] = () => new Promise((resolve) => answers.push(resolve))
  const reply = (title: string) => {
    return {
      listing: fakeListing('cats', { title }),
      document: null,
      classes: null,
      usedBy: [],
      sameAs: [],
    }
  }
  void view.load()
  void view.load()
  await flushPromises()
  answers[1]?.(reply('new'))
  await flushPromises()
  answers[0]?.(reply('old'))
  await flushPromises()
  expect(view.detail?.listing.title).toBe('new')
})

it('says that there is no such data set, and recovers when there is', async () => {
  const { client, view } = setUp('dogs')
  await view.load()
  expect([view.detail, view.error?.message]).toEqual([undefined, 'There is no data set "dogs"'])
  client.datasets.listings = [fakeListing('dogs')]
  client.emit({ type: 'datasets' })
  await flushPromises()
  expect([view.detail?.listing.name, view.error]).toEqual(['dogs', undefined])
})

it('loads again for runs that use it, but not for each of their steps', async () => {
  const { client, view } = setUp()
  await view.load()
  const config = { ...fakeConfig(), dataset: 'cats' }
  const run = fakeRun('a', { config, state: 'running' })
  const usedBy = [{ id: 'a', name: 'a', live: true }]
  client.override['datasets.get'] = () => {
    return { listing: fakeListing('cats'), document: null, classes: null, usedBy, sameAs: [] }
  }
  client.emit({ type: 'run', run })
  await flushPromises()
  expect([loads(client), view.detail?.usedBy]).toEqual([2, usedBy])
  client.emit({ type: 'run', run: { ...run, step: 5 } })
  client.emit({ type: 'run', run: fakeRun('b') })
  await flushPromises()
  expect(loads(client)).toBe(2)
  client.emit({ type: 'run', run: { ...run, state: 'finished' } })
  await flushPromises()
  expect(loads(client)).toBe(3)
})

it('checks its files, once at a time', async () => {
  const { client, view, reports } = setUp()
  await Promise.all([view.check(), view.check()])
  expect(view.checked).toEqual({ images: 100, problems: [] })
  expect(client.calls.map(({ command }) => command)).toEqual(['datasets.check'])
  client.override['datasets.check'] = () => Promise.reject(new Error('gone'))
  await view.check()
  expect([view.checked, view.checking, reports.length]).toEqual([undefined, false, 1])
})
