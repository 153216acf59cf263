import { expect, it } from 'vitest'
import type { StudioEvent } from '../../contract/events'
import { StudioState } from '../state/studio.svelte'
import { FakeClient } from '../testing/fake-client'
import { fakeListing } from '../testing/fake-datasets'
import { FakeWindow } from '../testing/fake-window'
import { flushPromises } from '../testing/flush-promises'
import { notifyImportEnded } from './notify-import-ended'

function setUp() {
  const client = new FakeClient()
  client.datasets.listings = [fakeListing('cats', { title: 'My cats' })]
  const studio = new StudioState(client, new FakeWindow())
  client.connect()
  const notify = (event: StudioEvent) => notifyImportEnded(studio, event)
  return { studio, notify }
}

it('an import that became a data set is announced by its title, and can be opened', async () => {
  const { studio, notify } = setUp()
  await studio.datasets.ensureLoaded()
  await flushPromises()
  notify({ type: 'importEnded', id: 'cats', dataset: 'cats' })
  const [toast] = studio.toasts.list
  expect(toast?.title).toContain('My cats')
  toast?.action?.run()
  expect(studio.router.route).toEqual({ screen: 'dataset', name: 'cats' })
  expect(studio.toasts.list).toEqual([])
})

it('an import that was cancelled is not announced', () => {
  const { studio, notify } = setUp()
  notify({ type: 'importEnded', id: 'cats', dataset: null })
  notify({ type: 'datasets' })
  expect(studio.toasts.list).toEqual([])
})
