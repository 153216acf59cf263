import { describe, expect, it } from 'vitest'
import { problemError, StudioError } from '../../contract/errors'
import { describeEnd, pickStrings } from './strings'

const hung = problemError('training', 'trainerHung', { seconds: 60 }, { where: 'digits 1' })

describe('the message for a studio that did not shut down cleanly', () => {
  it('names a training process that hung, in the user’s language', () => {
    const english = describeEnd(hung, pickStrings('en', 'zh'))
    expect(english.message).toBe('A training process did not respond')
    expect(english.detail).toContain('60 seconds and was ended (digits 1)')
    const chinese = describeEnd(hung, pickStrings(null, 'zh-CN'))
    expect(chinese.message).toBe('训练进程没有响应')
    expect(chinese.detail).toMatch(/60 秒.*digits 1/)
    expect(chinese.detail).not.toMatch(/trainer/)
  })

  it.each([
    new StudioError('storage', 'the disk is full', { where: '/data', remedy: 'Free some space.' }),
    // From another version: the parameters of its message are missing.
    new StudioError('training', 'the disk is full', {
      where: '/data',
      problem: { code: 'trainerHung', given: {} },
    }),
  ])('says for any other error that not everything was saved, and why', (error) => {
    const described = describeEnd(error, pickStrings('en', 'en'))
    expect(described.message).toBe('Couldn’t save everything')
    expect(described.detail).toContain('The disk is full (/data)')
  })

  it('gives the reason in the user’s language too', () => {
    const full = problemError(
      'storage',
      'diskFull',
      { doing: 'save the checkpoint' },
      { where: '/data' },
    )
    expect(describeEnd(full, pickStrings('zh-CN', 'en'))).toEqual({
      message: '部分内容未能保存',
      detail: '磁盘已满（/data）\n请腾出空间后重试。',
    })
  })
})
