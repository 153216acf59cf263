import { describe, expect, it } from 'vitest'
import type { CommandReply } from '../../contract/api'
import { FakeClient } from '../testing/fake-client'
import { fakeImport, fakeListing } from '../testing/fake-datasets'
import { flushPromises } from '../testing/flush-promises'
import { Connection } from './connection.svelte'
import { Datasets } from './datasets.svelte'

async function setUp() {
  const client = new FakeClient()
  const reports: unknown[] = []
  const datasets = new Datasets(client, new Connection(client), (error) => reports.push(error))
  client.connect()
  await flushPromises()
  return { client, datasets, reports }
}
const names = (datasets: Datasets) => datasets.items.map(({ name }) => name)
const listCalls = (client: FakeClient) =>
  client.calls.filter(({ command }) => command === 'datasets.list').length

describe('data sets', () => {
  it('are listed only once a screen needs them, and then follow events', async () => {
    const { client, datasets } = await setUp()
    client.emit({ type: 'datasets' })
    await flushPromises()
    expect(listCalls(client)).toBe(0)
    await datasets.ensureLoaded()
    client.datasets.listings = [fakeListing('cats')]
    client.emit({ type: 'datasets' })
    await flushPromises()
    expect(names(datasets)).toEqual(['cats'])
  })

  it('that change while the list is loading are listed again', async () => {
    const { client, datasets } = await setUp()
    const answers: ((reply: CommandReply<'datasets.list'>) => void)[] = []
    client.override['datasets.list'] = () => new Promise((resolve) => answers.push(resolve))
    void datasets.ensureLoaded()
    client.emit({ type: 'datasets' })
    await flushPromises()
    answers[1]?.({ datasets: [fakeListing('new')], imports: [], removed: [] })
    answers[0]?.({ datasets: [], imports: [], removed: [] })
    await flushPromises()
    expect([datasets.status, names(datasets)]).toEqual(['ready', ['new']])
  })

  it('are listed again after a lost connection', async () => {
    const { client, datasets } = await setUp()
    await datasets.ensureLoaded()
    client.disconnect()
    client.datasets.listings = [fakeListing('cats')]
    client.datasets.imports = [fakeImport('dogs', { state: 'interrupted' })]
    client.connect()
    await flushPromises()
    expect([names(datasets), datasets.imports.map(({ id }) => id)]).toEqual([['cats'], ['dogs']])
  })

  it('can be removed and restored, and renamed', async () => {
    const { client, datasets } = await setUp()
    client.datasets.listings = [fakeListing('cats'), fakeListing('dogs')]
    await datasets.ensureLoaded()
    const entry = await datasets.remove('cats')
    expect(names(datasets)).toEqual(['dogs'])
    expect(await datasets.restore(entry ?? '')).toBe(true)
    expect(await datasets.rename('cats', 'Kittens')).toBe(true)
    await flushPromises()
    expect(datasets.named('cats')?.title).toBe('Kittens')
    expect(['cats', '/elsewhere'].map((name) => datasets.titleOf(name))).toEqual([
      'Kittens',
      '/elsewhere',
    ])
    expect(names(datasets).toSorted()).toEqual(['cats', 'dogs'])
  })

  it('stay as they are if the host refuses, which is reported', async () => {
    const { client, datasets, reports } = await setUp()
    await datasets.ensureLoaded()
    const before = names(datasets)
    const done = [await datasets.remove('none'), await datasets.rename('none', 'x')]
    expect([done, names(datasets), reports.length]).toEqual([[undefined, false], before, 2])
    expect(listCalls(client)).toBe(1)
  })
})

describe('imports', () => {
  it('progress, and become a data set', async () => {
    const { client, datasets } = await setUp()
    await datasets.ensureLoaded()
    const { id } = await datasets.startImport({
      source: { path: '/pictures' },
      preparation: { imageSize: 64, channels: 3 },
      name: 'Cats',
    })
    expect(datasets.imports.map(({ progress }) => progress.done)).toEqual([10])
    const { progress } = fakeImport(id)
    client.datasets.progress(fakeImport(id, { progress: { ...progress, done: 50 } }))
    expect(datasets.imports.map((one) => one.progress.done)).toEqual([50])
    client.datasets.finish(id)
    await flushPromises()
    expect([datasets.imports, names(datasets).includes(id)]).toEqual([[], true])
  })

  it('keep progress that arrives while the list is loading', async () => {
    const { client, datasets } = await setUp()
    let answer = (_: CommandReply<'datasets.list'>): void => undefined
    client.override['datasets.list'] = () => new Promise((resolve) => (answer = resolve))
    void datasets.ensureLoaded()
    await flushPromises()
    const old = fakeImport('cats')
    client.datasets.progress(fakeImport('cats', { progress: { ...old.progress, done: 99 } }))
    client.datasets.progress(fakeImport('dogs'))
    client.emit({ type: 'importEnded', id: 'birds', dataset: null })
    answer({ datasets: [], imports: [old, fakeImport('birds')], removed: [] })
    await flushPromises()
    expect(datasets.imports.map(({ id, progress }) => [id, progress.done])).toEqual([
      ['cats', 99],
      ['dogs', 10],
    ])
  })

  it('are not replaced by an older list that arrives later', async () => {
    const { client, datasets } = await setUp()
    await datasets.ensureLoaded()
    const answers: ((reply: CommandReply<'datasets.list'>) => void)[] = []
    client.override['datasets.list'] = () => new Promise((resolve) => answers.push(resolve))
    void datasets.refresh()
    void datasets.refresh()
    await flushPromises()
    answers[1]?.({ datasets: [fakeListing('new')], imports: [], removed: [] })
    await flushPromises()
    answers[0]?.({ datasets: [fakeListing('old')], imports: [fakeImport('old')], removed: [] })
    await flushPromises()
    expect([names(datasets), datasets.imports]).toEqual([['new'], []])
  })

  it('continue, and leave the list when cancelled', async () => {
    const { client, datasets } = await setUp()
    client.datasets.imports = [fakeImport('cats', { state: 'interrupted' })]
    await datasets.ensureLoaded()
    await datasets.continueImport('cats')
    expect(datasets.imports.map(({ state }) => state)).toEqual(['running'])
    expect(await datasets.cancelImport('cats')).toBe(true)
    expect(datasets.imports).toEqual([])
  })
})
