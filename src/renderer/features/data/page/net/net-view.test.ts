import { expect, it } from 'vitest'
import type { CommandReply } from '../../../../../contract/api'
import { problemError } from '../../../../../contract/errors'
import type { NetTrainingState } from '../../../../../contract/feature-nets/commands'
import { FakeClient } from '../../../../testing/fake-client'
import { flushPromises } from '../../../../testing/flush-promises'
import { fractionOf, NetView } from './net-view.svelte'

const progress = { stage: 'training', step: 5, steps: 20, epoch: 1, epochs: 2 } as const
const trainingOf = (changes: Partial<NetTrainingState> = {}): NetTrainingState => ({
  ...{ name: 'cats', state: 'running', progress, error: null },
  ...changes,
})
const net = { id: 'cats', title: 'LeNet for cats', storedAt: '2026-01-02T03:04:05.000Z' }

function setUp() {
  const client = new FakeClient()
  client.connect()
  let reply: CommandReply<'featureNets.get'> = { net: null, bundled: null, training: null }
  client.override['featureNets.get'] = () => reply
  client.override['featureNets.train'] = () => trainingOf()
  client.override['featureNets.cancel'] = () => ({})
  const view = new NetView(client, 'cats')
  client.onEvent(({ event }) => view.handleEvent(event))
  const emit = (changes?: Partial<NetTrainingState>) =>
    client.emit({ type: 'featureNet', training: trainingOf(changes) })
  return {
    client,
    view,
    emit,
    has: (changes: Partial<typeof reply>) => (reply = { ...reply, ...changes }),
  }
}

it('a net is trained, with its progress, and then shown', async () => {
  const { view, emit, has } = setUp()
  await view.load()
  expect([view.nets?.net, view.running]).toEqual([null, false])
  await view.train()
  emit()
  expect([view.running, view.training?.progress]).toEqual([true, progress])
  has({ net })
  emit({ state: 'done' })
  await flushPromises()
  expect([view.running, view.finished, view.nets?.net]).toEqual([false, true, net])
})

it('the training of another data set changes nothing, one begun elsewhere is followed', async () => {
  const { view, emit, has } = setUp()
  has({ training: trainingOf() })
  await view.load()
  expect(view.running).toBe(true)
  emit({ name: 'dogs', state: 'done' })
  expect([view.running, view.finished]).toEqual([true, false])
})

it('a cancelled training leaves the earlier net and no message', async () => {
  const { client, view, emit, has } = setUp()
  has({ net })
  await view.load()
  await view.train()
  emit()
  await view.cancel()
  expect(client.calls.at(-1)?.command).toBe('featureNets.cancel')
  emit({ state: 'cancelled' })
  await flushPromises()
  expect([view.nets?.net, view.training, view.error, view.finished]).toEqual([
    ...[net, undefined, undefined, false],
  ])
})

it('a failure is shown until the next training', async () => {
  const { client, view, emit } = setUp()
  await view.load()
  const error = { code: 'data', message: 'labels are missing' } as const
  emit({ state: 'failed', error })
  await flushPromises()
  expect(view.training?.error?.message).toBe('labels are missing')
  client.override['featureNets.train'] = () => {
    throw problemError('usage', 'netTrainingRuns', { name: 'cats' })
  }
  await view.train()
  expect(view.error?.problem?.code).toBe('netTrainingRuns')
  emit()
  expect(view.training?.error).toBeNull()
})

it('a reply that an event has overtaken is ignored', async () => {
  const { client, view, emit } = setUp()
  let answer: (reply: CommandReply<'featureNets.get'>) => void = () => undefined
  client.override['featureNets.get'] = () => new Promise((resolve) => (answer = resolve))
  const loading = view.load()
  await flushPromises()
  emit()
  answer({ net: null, bundled: null, training: null })
  await loading
  expect(view.running).toBe(true)
})

it('the progress is a fraction of the steps, unknown before the first', () => {
  expect(fractionOf({ ...progress, stage: 'reading', step: 0, steps: 0 })).toBeNull()
  expect(fractionOf(progress)).toBe(0.25)
  expect(fractionOf({ ...progress, stage: 'testing' })).toBe(1)
})
