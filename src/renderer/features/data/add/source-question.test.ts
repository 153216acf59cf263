import { expect, it } from 'vitest'
import { problemError, toReport } from '../../../../contract/errors'
import { i18n } from '../../../i18n/i18n.svelte'
import { en } from '../../../i18n/en'
import { offeredOptions } from './offered-options'
import { sourceQuestion } from './source-question'

it('a source that needs more information leads to a question that names the fields to fill in', () => {
  const report = toReport(problemError('usage', 'gridWithoutCell', { width: 64, height: 32 }))
  const question = sourceQuestion(report, i18n)
  expect(question).toContain('64 x 32 pixels.')
  expect(question).toContain(en.data.add.cellWidth)
  expect(question).not.toContain('option')
})

it('every question has fields that answer it', () => {
  for (const code of Object.keys(en.data.add.questions)) {
    expect(offeredOptions(undefined, code, {}), code).not.toEqual([])
  }
})

it('no question is asked about other problems, or without one', () => {
  const report = toReport(problemError('usage', 'uploadOtherType', {}))
  expect(sourceQuestion(report, i18n)).toBeUndefined()
  expect(sourceQuestion(toReport(new Error('toString')), i18n)).toBeUndefined()
  expect(sourceQuestion(undefined, i18n)).toBeUndefined()
})
