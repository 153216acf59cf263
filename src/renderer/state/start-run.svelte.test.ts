import { beforeEach, describe, expect, it } from 'vitest'
import { FakeClient } from '../testing/fake-client'
import { fakeConfig } from '../testing/fake-data'
import { settle } from '../testing/settle'
import { FakeSurroundings } from '../testing/surroundings'
import { openNewRunForm } from '../features/new-run/new-run.svelte'
import { startRun } from './start-run'
import { StudioState } from './studio.svelte'

let fake: FakeClient
let studio: StudioState
const error = { code: 'data', message: 'the folder is gone' } as const
const form = { screen: 'newRun' } as const
const asked = { name: 'mine', config: fakeConfig() }

beforeEach(async () => {
  fake = new FakeClient()
  studio = new StudioState(fake, new FakeSurroundings('#/new'))
  fake.connect()
  await settle()
})

const idShown = (): string => {
  const { route } = studio.router
  return route.screen === 'run' ? route.id : ''
}

describe('a start', () => {
  it('shows the run before it trains, and stays there once it does', async () => {
    expect(await startRun(studio, asked, { route: form })).toBe(true)
    const id = idShown()
    expect(studio.runs.get(id)).toMatchObject({ name: 'mine', starting: 'engine' })
    fake.begin(id)
    expect(idShown()).toBe(id)
    expect(studio.toasts.list).toEqual([])
  })

  it('that fails returns to the form with all its values and the error', async () => {
    const values = openNewRunForm(studio)
    values.name = 'my own name'
    values.values.batchSize = 7
    values.dataset = 'faces'
    const putBack = values.keep()
    await startRun(studio, asked, { route: form, putBack })
    values.clear()
    fake.failStart(idShown(), error)
    expect(studio.router.route).toEqual(form)
    expect(values).toMatchObject({ name: 'my own name', dataset: 'faces' })
    expect(values.values.batchSize).toBe(7)
    expect(studio.toasts.list).toMatchObject([{ kind: 'error', text: 'The folder is gone' }])
  })

  it('that fails while another screen is open changes neither that nor what is typed there', async () => {
    let putBack = 0
    await startRun(studio, asked, { route: form, putBack: () => putBack++ })
    const id = idShown()
    studio.router.go({ screen: 'settings' })
    fake.failStart(id, error)
    expect(studio.router.route).toEqual({ screen: 'settings' })
    expect(putBack).toBe(1)

    await startRun(studio, asked, { route: form, putBack: () => putBack++ })
    const other = idShown()
    studio.router.go(form)
    fake.failStart(other, error)
    expect(putBack).toBe(1)
    expect(studio.toasts.list).toHaveLength(2)
  })

  it('that the user stops is no error', async () => {
    await startRun(studio, asked, { route: form })
    const problem = { code: 'startCalledOff', given: {} }
    fake.failStart(idShown(), { code: 'usage', message: 'cancelled', problem })
    expect(studio.router.route).toEqual(form)
    expect(studio.toasts.list).toMatchObject([{ kind: 'info' }])
  })

  it('that the studio refuses stays on the form', async () => {
    fake.override['runs.train'] = () => Promise.reject(new Error('no room'))
    expect(await startRun(studio, asked, { route: form })).toBe(false)
    expect(studio.router.route).toEqual(form)
    expect(studio.toasts.list).toMatchObject([{ kind: 'error' }])
  })
})
