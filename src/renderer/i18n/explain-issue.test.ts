import { describe, expect, it } from 'vitest'
import {
  hyperparameterNames,
  hyperparameters,
  hyperparametersSchema,
  presets,
} from '../../contract/hyperparameters'
import type { HyperparameterName, Hyperparameters } from '../../contract/hyperparameters'
import { whereItApplies } from '../../contract/testing/where-it-applies'
import { optionsOf } from '../../contract/recipe/entries'
import type { Entry } from '../../contract/recipe/entries'
import { explainIssue } from './explain-issue'
import { Formats } from './format'
import { catalogues } from './i18n.svelte'

const languages = ['en', 'zh-CN'] as const
const endsOf = (entry: Entry) => ('min' in entry ? [entry.min, entry.max] : [])

/** The form's error for a value, or undefined if it is valid with the values of `base`. */
function explanationOf(
  name: HyperparameterName,
  value: unknown,
  language: 'en' | 'zh-CN' = 'en',
  base: Hyperparameters = presets.reference,
) {
  const parsed = hyperparametersSchema.safeParse({ ...base, [name]: value })
  const issue = parsed.error?.issues.find(({ path }) => path[0] === name)
  return (
    issue && explainIssue(name, { code: issue.code }, catalogues[language], new Formats(language))
  )
}

describe('the explanation of an invalid value', () => {
  it.each([
    ['epochs', 0, 'Must be from 1 to 100,000.', '必须在 1 到 100,000 之间。'],
    [
      'epochs',
      1.5,
      'Must be a whole number from 1 to 100,000.',
      '必须是 1 到 100,000 之间的整数。',
    ],
    [
      'epochs',
      NaN,
      'Must be a whole number from 1 to 100,000.',
      '必须是 1 到 100,000 之间的整数。',
    ],
    ['seed', 4_294_967_296, 'Must be from 0 to 4,294,967,295.', '必须在 0 到 4,294,967,295 之间。'],
    ['learningRate', 0, 'Must be from 1e-7 to 1.', '必须在 1e-7 到 1 之间。'],
    ['beta2', 1, 'Must be from 0 to 0.99999.', '必须在 0 到 0.99999 之间。'],
    [
      'learningRate',
      NaN,
      'Must be a number from 1e-7 to 1, such as 0.0002 or 2e-4.',
      '必须是 1e-7 到 1 之间的数字，例如 0.0002 或 2e-4。',
    ],
    ['channels', 2, 'Must be 1 or 3.', '必须是 1 或 3。'],
    ['sampleLatents', 'other', 'Choose one of the options.', '请选择其中一项。'],
  ] as const)('of %s %s exists in both languages', (name, value, english, chinese) => {
    expect(explanationOf(name, value, 'en')).toBe(english)
    expect(explanationOf(name, value, 'zh-CN')).toBe(chinese)
  })

  it('of an invalid DCGAN image size names the required multiple', () => {
    const words = hyperparameters.imageSize.conflict?.({ ...presets.dcgan, imageSize: 30 })
    const explanations = languages.map((language) =>
      explainIssue('imageSize', { words }, catalogues[language], new Formats(language)),
    )
    expect(explanations).toEqual([
      'Must be a multiple of 4 for convolutional networks.',
      '使用卷积网络时必须是 4 的倍数。',
    ])
  })

  it('is a sentence, even if a conflict is worded to follow the value’s name', () => {
    const words = { en: 'must be after epoch 5', zh: '必须晚于第 5 轮' }
    const explanations = languages.map((language) =>
      explainIssue('scheduleEnd', { words }, catalogues[language], new Formats(language)),
    )
    expect(explanations).toEqual(['Must be after epoch 5.', '必须晚于第 5 轮。'])
  })

  it('is absent for defaults and both ends of every range', () => {
    for (const name of hyperparameterNames) {
      const entry = hyperparameters[name]
      const values = optionsOf(entry)?.map(({ value }) => value) ?? endsOf(entry)
      for (const value of [entry.default, ...values]) {
        for (const language of languages)
          // Batch size 1 is valid only for networks whose batch norm has several values per image.
          expect(
            explanationOf(
              name,
              value,
              language,
              name === 'batchSize' ? presets.dcgan : presets.reference,
            ),
          ).toBeUndefined()
      }
    }
  })

  it('is present for every hyperparameter outside its range', () => {
    for (const name of hyperparameterNames) {
      const ends = endsOf(hyperparameters[name])
      const beyond = ends.map((end, i) => end + (i === 0 ? -1 : 1))
      for (const value of [...beyond, 'no such', Infinity, -Infinity]) {
        for (const language of languages) {
          const explanation = explanationOf(name, value, language, whereItApplies(name))
          expect(explanation, `${name} ${value}`).toBeTruthy()
        }
      }
    }
  })
})
