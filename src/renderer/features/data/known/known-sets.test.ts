import { expect, it } from 'vitest'
import { StudioError } from '../../../../contract/errors'
import { Connection } from '../../../state/connection.svelte'
import { Datasets } from '../../../state/datasets.svelte'
import { FakeClient } from '../../../testing/fake-client'
import { flushPromises } from '../../../testing/flush-promises'
import { fakeImport, fakeKnown } from '../../../testing/fake-datasets'
import { isFetch, KnownSets } from './known-sets.svelte'

function setUp() {
  const client = new FakeClient()
  const datasets = new Datasets(client, new Connection(client), () => undefined)
  client.connect()
  const reported: string[] = []
  const known = new KnownSets(client, datasets, (error) => reported.push(String(error)))
  return { client, datasets, known, reported }
}
const fetches = (client: FakeClient) =>
  client.calls.filter(({ command }) => command === 'known.fetch').map(({ request }) => request)

it('a known data set is fetched once, and shows its import until that ends', async () => {
  const { client, datasets, known } = setUp()
  await flushPromises()
  const both = [known.fetch('fashion-mnist'), known.fetch('fashion-mnist')]
  expect(known.pending.has('fashion-mnist')).toBe(true)
  expect(await Promise.all(both)).toEqual([true, false])
  expect(fetches(client)).toEqual([{ key: 'fashion-mnist' }])
  const { id = '' } = known.importOf('fashion-mnist') ?? {}
  expect(known.pending.size).toBe(0)
  expect(datasets.imports.map((one) => one.id)).toEqual([id])
  client.datasets.finish(id)
  await flushPromises()
  expect(known.importOf('fashion-mnist')).toBeUndefined()
})

it('is taken from files that the user has', async () => {
  const { client, known } = setUp()
  await known.fetch('emnist', ' /home/me/emnist ')
  expect(fetches(client)).toEqual([{ key: 'emnist', from: '/home/me/emnist' }])
})

it('says why it could not begin, until it is tried again', async () => {
  const { client, known } = setUp()
  client.override['known.fetch'] = () => {
    throw new StudioError('data', 'not these files')
  }
  expect(await known.fetch('emnist', '/x')).toBe(false)
  expect(known.errors.get('emnist')?.message).toBe('not these files')
  client.override = {}
  await known.fetch('emnist')
  expect(known.errors.size).toBe(0)
})

it('shows a failed download until another one runs, also if another page began it', async () => {
  const { client, known } = setUp()
  await flushPromises()
  const about = { name: 'KMNIST', known: 'kmnist' } as const
  const progress = { ...fakeImport('x').progress, stage: 'downloading' } as const
  const failed = fakeImport('known:kmnist', { ...about, state: 'failed', progress })
  client.datasets.progress(failed)
  await flushPromises()
  expect(known.importOf('kmnist')).toMatchObject({ state: 'failed' })
  expect([isFetch(failed), isFetch(fakeImport('kmnist', about))]).toEqual([true, false])
  client.datasets.progress(fakeImport('kmnist', about))
  await flushPromises()
  expect(known.importOf('kmnist')).toMatchObject({ id: 'kmnist', state: 'running' })
  expect(known.importOf('emnist')).toBeUndefined()
})

it('deletes downloaded files once at a time, and lists what is left', async () => {
  const { client, known } = setUp()
  let kept = 7
  client.override['known.list'] = () => ({ known: [{ ...fakeKnown, kept }] })
  client.override['known.deleteDownloads'] = ({ key }) => {
    expect(key).toBe('fashion-mnist')
    kept = 0
    return { bytes: 7 }
  }
  await known.list.refresh()
  const both = [known.deleteDownloads('fashion-mnist'), known.deleteDownloads('fashion-mnist')]
  expect(known.deleting.size).toBe(1)
  expect(await Promise.all(both)).toEqual([7, undefined])
  expect([known.list.items[0]?.kept, known.deleting.size]).toEqual([0, 0])
})

it('reports why files cannot be deleted', async () => {
  const { client, known, reported } = setUp()
  client.override['known.deleteDownloads'] = () => {
    throw new StudioError('usage', 'in use')
  }
  expect(await known.deleteDownloads('emnist')).toBeUndefined()
  expect([reported, known.deleting.size]).toEqual([['StudioError: in use'], 0])
})

it('names the sets that are in the same archive', async () => {
  const { client, known } = setUp()
  const set = (key: string, file: string) => ({ ...fakeKnown, key, title: key, files: [file] })
  const listed = [set('letters', 'a/gzip.zip'), set('digits', 'a/gzip.zip'), set('kmnist', 'b.gz')]
  client.override['known.list'] = () => ({ known: listed })
  await known.list.refresh()
  expect(listed.map((one) => known.sharing(one))).toEqual([['digits'], ['letters'], []])
})
