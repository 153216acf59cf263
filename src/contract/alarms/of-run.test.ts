import { describe, expect, it } from 'vitest'
import { notice } from '../notices'
import { checkpointBefore } from './alarm'
import type { Alarm } from './alarm'
import { alarmsIn, verdictOf } from './of-run'

const what = notice('discriminatorFlat', {})
const alarm = (since: number, more: Partial<Alarm> = {}): Alarm => ({
  ...{ kind: 'imagesAlike', since, found: since + 100, what },
  ...more,
})

describe('the alarms of a run', () => {
  it('are without those of steps that a later session repeated', () => {
    const first = { fromStep: 0, alarms: [alarm(100), alarm(900)] }
    expect(alarmsIn([first, { fromStep: 500 }])).toEqual([alarm(100)])
    expect(alarmsIn([first, { fromStep: 199 }])).toEqual([])
    expect(alarmsIn([first])).toHaveLength(2)
  })

  it('last again if they ended in repeated steps', () => {
    const first = { fromStep: 0, alarms: [alarm(100, { until: 800 })] }
    expect(alarmsIn([first, { fromStep: 500 }])).toEqual([alarm(100)])
    expect(alarmsIn([first, { fromStep: 800 }])).toEqual(first.alarms)
  })

  it('end in a later session that says so', () => {
    const ended = alarm(100, { until: 900 })
    const sessions = [
      { fromStep: 0, alarms: [alarm(100)] },
      { fromStep: 500, alarms: [ended] },
    ]
    expect(alarmsIn(sessions)).toEqual([ended])
  })
})

describe('the checkpoint to continue from', () => {
  it('is the newest from before the first alarm that lasts', () => {
    const alarms = [alarm(900), alarm(400), alarm(100, { until: 200 })]
    expect(checkpointBefore(alarms, [100, 300, 399, 400, 800])).toBe(399)
    expect(checkpointBefore(alarms, [400, 800])).toBeNull()
    // Nothing has been learned at step 0.
    // Images of the first steps are not judged, so their checkpoints may be bad too.
    expect(checkpointBefore(alarms, [0, 100, 199])).toBeNull()
    expect(checkpointBefore([], [100])).toBeNull()
  })
})

describe('the warning about a finished run', () => {
  it('quotes the alarms that last, or says that it was too short', () => {
    expect(verdictOf(5000, [])).toBeUndefined()
    expect(verdictOf(5000, [alarm(1, { until: 5 })])).toBeUndefined()
    expect(verdictOf(5000, [alarm(1)])?.message).toContain(what.message)
    for (const alarms of [[], [alarm(1)]]) {
      expect(verdictOf(6, alarms)?.problem).toEqual({ code: 'tooFewSteps', given: { steps: 6 } })
    }
    expect(verdictOf(50, [])).toBeUndefined()
  })
})
