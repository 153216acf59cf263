import { describe, expect, it } from 'vitest'
import type { Alarm } from '../../../../contract/alarms/alarm'
import { notice } from '../../../../contract/notices'
import { fakeRun } from '../../../testing/fake-data'
import { adviceFor } from './alarm-advice'

const alarm = (kind: string, what: Alarm['what'], since = 1): Alarm => ({
  ...{ kind, since, found: since + 300, what },
})
const won = alarm('discriminatorWon', notice('discriminatorWon', { loss: 0, balanced: 1.39 }))
const flat = alarm(
  'discriminatorBeaten',
  notice('discriminatorBeaten', { real: 0.2, fake: 0.9 }),
  500,
)
const alike = alarm('imagesAlike', notice('gridImagesAlike', { percent: 3 }))
const run = (...alarms: Alarm[]) => fakeRun('a', { alarms })

describe('the advice for alarms', () => {
  it('never speaks of a checkpoint from before them unless a new run can start there', () => {
    for (const alarms of [[won], [alike], [won, alike]]) {
      const { texts, step } = adviceFor(run(...alarms), [50, 1000])
      expect(step).toBeNull()
      expect(texts.join(' ')).toMatch(/no suitable checkpoint/)
      expect(texts.join(' ')).not.toMatch(/was saved before/)
    }
    const { texts, step } = adviceFor(run(flat), [400, 1000])
    expect(step).toBe(400)
    expect(texts.join(' ')).toMatch(/checkpoint of step 400 was saved before/)
  })

  it('does not contradict itself: hints that differ are left out', () => {
    const hint = /D alone|G alone/
    expect(adviceFor(run(won), []).texts.join(' ')).toMatch(hint)
    expect(adviceFor(run(won, alike), []).texts.join(' ')).toMatch(hint)
    expect(adviceFor(run(won, flat), []).texts.join(' ')).not.toMatch(hint)
    expect(adviceFor(run(won, flat), []).texts).toHaveLength(2)
  })

  it('does not repeat the advice that an earlier version stored', () => {
    const remedy = 'Start a new run from a checkpoint saved before this began.'
    const stored = { ...alike, what: { ...alike.what, remedy } }
    expect(adviceFor(run(stored), []).texts.join(' ')).not.toContain(remedy)
    expect(adviceFor(run(stored, won), []).texts.join(' ')).toMatch(/D alone/)
  })

  it('names the cause instead, if the settings show it', () => {
    const { config } = fakeRun('a')
    const slow = { learningRate: 2e-4, discriminatorLearningRate: 1e-7 }
    const hyperparameters = { ...config.hyperparameters, ...slow }
    const alarms = [alike, flat]
    const advice = adviceFor({ alarms, config: { ...config, hyperparameters } }, [])
    expect(advice.remedy).toBe('slowDiscriminator')
    expect(advice.texts[0]).toMatch(/D’s learning rate.*Use equal rates\.$/)
    expect(advice.texts[0]).not.toMatch(/Lower learning rates/)
  })
})
