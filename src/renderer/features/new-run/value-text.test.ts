import { expect, it } from 'vitest'
import { Formats } from '../../i18n/format'
import { typedText, valueText } from './value-text'

const [en, zh] = [new Formats('en'), new Formats('zh-CN')]

it('a 0 that stands for something is written as that, except where one types it', () => {
  expect([valueText('levels', 0, en), valueText('levels', 0, zh)]).toEqual(['Automatic', '自动'])
  expect([valueText('weightClip', 0, en), valueText('steps', 0, zh)]).toEqual(['Off', '不限'])
  expect([valueText('levels', 2, en), typedText('levels', 0, en)]).toEqual(['2', '0'])
  // Another 0 is a number.
  expect([valueText('beta1', 0, en), valueText('levels', NaN, en)]).toEqual(['0', '?'])
  expect(valueText('optimiser', 'adam', zh)).toBe(typedText('optimiser', 'adam', zh))
})
