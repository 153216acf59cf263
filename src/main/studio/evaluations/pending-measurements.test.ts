import { expect, it } from 'vitest'
import type { StudioEvent } from '../../../contract/events'
import { PendingMeasurements } from './pending-measurements'

const progress = { stage: 'load', done: 0, of: 1 } as const

function pendingAfter(...events: StudioEvent[]): PendingMeasurements {
  let emit: (event: StudioEvent) => void = () => undefined
  const pending = new PendingMeasurements({ observe: (handle) => (emit = handle) })
  events.forEach((event) => emit(event))
  return pending
}
const due = (step: number, measurement: string | null, id = 'a'): StudioEvent => ({
  ...{ type: 'measuring', id, step, measurement, progress: null },
})
const ended = (step: number, measurement: string | null, id = 'a'): StudioEvent => ({
  ...{ type: 'measuringEnded', id, step, measurement, evaluation: null, reused: false },
  error: null,
})

it('has what waits and what is in progress, each once, in order', () => {
  const pending = pendingAfter(due(100, null), due(100, 'm1'), due(200, null), {
    ...{ type: 'measuring', id: 'a', step: 100, measurement: null, progress },
  })
  expect(pending.of('a')).toEqual([
    { step: 100, measurement: null, progress },
    { step: 100, measurement: 'm1', progress: null },
    { step: 200, measurement: null, progress: null },
  ])
})

it('forgets those that ended, and no others', () => {
  const events = [due(100, null), due(100, 'm1'), due(200, null), due(100, null, 'b')]
  const pending = pendingAfter(...events, ended(100, null), ended(300, null), ended(100, 'm2'))
  expect(pending.of('a').map(({ step, measurement }) => [step, measurement])).toEqual([
    [100, 'm1'],
    [200, null],
  ])
  expect(pending.of('b')).toHaveLength(1)
  expect(pending.of('c')).toEqual([])
})
