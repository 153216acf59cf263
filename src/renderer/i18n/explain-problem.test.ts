import { describe, expect, it } from 'vitest'
import { problemError, toReport } from '../../contract/errors'
import { explainProblem } from './explain-problem'
import { en } from './en'
import { zh } from './zh'

const report = toReport(
  problemError('usage', 'batchTooLarge', { batchSize: 64, images: 10 }, { where: 'batchSize' }),
)

describe('a known problem', () => {
  it('is said in the language of the reader, remedy and figures included', () => {
    expect(explainProblem(report, en)).toEqual({ message: report.message, remedy: report.remedy })
    const { message, remedy } = explainProblem(report, zh)
    expect(message).toBe('批大小 64 超过了数据集的 10 张图像')
    expect(remedy).toBe('批大小最多为 10。')
  })

  it.each([
    ['of another version', { code: 'notKnownYet', given: {} }],
    ['whose code is a name of every object', { code: 'constructor', given: {} }],
    ['that lacks what its sentence needs', { code: 'batchTooLarge', given: { batchSize: 64 } }],
  ])('%s is said as it came', (_, problem) => {
    const words = { message: 'as it came', remedy: 'so do this' }
    expect(explainProblem({ ...words, problem }, zh)).toEqual(words)
  })
})

it('what is no known problem is said as it came', () => {
  expect(explainProblem({ message: 'as it came' }, zh)).toEqual({ message: 'as it came' })
})
