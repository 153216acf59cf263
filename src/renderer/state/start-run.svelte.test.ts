import { beforeEach, describe, expect, it } from 'vitest'
import { FakeClient } from '../testing/fake-client'
import { fakeConfig } from '../testing/fake-data'
import { flushPromises } from '../testing/flush-promises'
import { FakeWindow } from '../testing/fake-window'
import { openNewRunForm } from '../features/new-run/new-run.svelte'
import { startRun } from './start-run'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let studio: StudioState
const error = { code: 'data', message: 'the folder does not exist' } as const
const form = { screen: 'newRun' } as const
const request = { name: 'mine', config: fakeConfig() }

beforeEach(async () => {
  fake = new FakeClient()
  studio = new StudioState(fake, new FakeWindow('#/new'))
  fake.connect()
  await flushPromises()
})

const idShown = (): string => {
  const { route } = studio.router
  return route.screen === 'run' ? route.id : ''
}

describe('a start', () => {
  it('opens the run before it trains and stays there', async () => {
    expect(await startRun(studio, request, { route: form })).toBe(true)
    const id = idShown()
    expect(studio.runs.get(id)).toMatchObject({ name: 'mine', starting: 'engine' })
    fake.begin(id)
    expect(idShown()).toBe(id)
    expect(studio.toasts.list).toEqual([])
  })

  it('returns to the form with all values and the error if it fails', async () => {
    const values = openNewRunForm(studio)
    values.name = 'my own name'
    values.values.batchSize = 7
    values.dataset = 'faces'
    const restore = values.snapshot()
    await startRun(studio, request, { route: form, restore })
    values.clear()
    fake.failStart(idShown(), error)
    expect(studio.router.route).toEqual(form)
    expect(values).toMatchObject({ name: 'my own name', dataset: 'faces' })
    expect(values.values.batchSize).toBe(7)
    expect(studio.toasts.list).toMatchObject([
      { kind: 'error', text: 'The folder does not exist.' },
    ])
  })

  it('that fails changes neither another open screen nor newer form values', async () => {
    let restore = 0
    await startRun(studio, request, { route: form, restore: () => restore++ })
    const id = idShown()
    studio.router.go({ screen: 'settings' })
    fake.failStart(id, error)
    expect(studio.router.route).toEqual({ screen: 'settings' })
    expect(restore).toBe(1)
    expect(studio.toasts.list).toHaveLength(1)

    await startRun(studio, request, { route: form, restore: () => restore++ })
    const other = idShown()
    studio.router.go(form)
    fake.failStart(other, error)
    expect(restore).toBe(1)
    expect(studio.toasts.list).toHaveLength(1)
  })

  it('that the user cancels is not an error', async () => {
    await startRun(studio, request, { route: form })
    const problem = { code: 'startCancelled', given: {} }
    fake.failStart(idShown(), { code: 'usage', message: 'cancelled', problem })
    expect(studio.router.route).toEqual(form)
    expect(studio.toasts.list).toMatchObject([{ kind: 'info' }])
  })

  it('stays on the form if the studio refuses', async () => {
    fake.override['runs.train'] = () => Promise.reject(new Error('the disk is full'))
    expect(await startRun(studio, request, { route: form })).toBe(false)
    expect(studio.router.route).toEqual(form)
    expect(studio.toasts.list).toMatchObject([{ kind: 'error' }])
  })
})
