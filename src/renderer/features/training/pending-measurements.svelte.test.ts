import { expect, it } from 'vitest'
import type { StudioEvent } from '../../../contract/events'
import type { StudioClient } from '../../../contract/rpc'
import { PendingMeasurements } from './pending-measurements.svelte'

const progress = { stage: 'load', done: 0, of: 1 } as const
const measuring = (id: string, step: number, now: typeof progress | null = null): StudioEvent => ({
  ...{ type: 'measuring', id, step, measurement: null, progress: now },
})
const ended = (step: number): StudioEvent => ({
  ...{ type: 'measuringEnded', id: 'a', step, measurement: null, evaluation: null },
  ...{ reused: false, error: null },
})

it('shows the measurement in progress before the waiting ones, of its own run only', async () => {
  const measurements = [{ measurement: null, step: 100, progress: null }]
  const client = { call: () => Promise.resolve({ measurements }) } as unknown as StudioClient
  const pending = new PendingMeasurements(client, 'a')
  const loading = pending.load()
  pending.handleEvent(measuring('a', 200, progress))
  pending.handleEvent(measuring('b', 300, progress))
  await loading
  expect(pending.list.map(({ step }) => step)).toEqual([100, 200])
  expect(pending.current?.step).toBe(200)
  pending.handleEvent(ended(200))
  expect(pending.current?.step).toBe(100)
  pending.handleEvent(ended(100))
  expect(pending.current).toBeUndefined()
})
