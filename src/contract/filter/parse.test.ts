import { describe, expect, it } from 'vitest'
import { hyperparameterNames } from '../hyperparameters'
import { imageMetrics } from '../metrics/images/image-metrics'
import { metrics } from '../metrics/metrics'
import { integer } from '../recipe/entries'
import { fieldOf, fieldsNamed, fieldsOf, filterFields } from './fields'
import { operatorsOf } from './filter'
import type { Condition, RunFilter } from './filter'
import { formatFilter } from './format'
import { parseFilter } from './parse'
import { mayHaveConditions } from './punctuation'

const is = (field: string, operator: Condition['operator'], value: Condition['value']) => ({
  ...{ field, operator, value },
})

const read = (text: string) => {
  const { conditions, words, faults } = parseFilter(text)
  expect(faults).toEqual([])
  return { conditions, words }
}

const faultIn = (text: string) =>
  parseFilter(text).faults.map(({ why }) => why.problem?.code ?? 'none')

describe('a filter', () => {
  it.each([
    ['loss = hinge', is('loss', '=', 'hinge')],
    ['learning rate < 0.001', is('learningRate', '<', 0.001)],
    ['learningRate<1e-3', is('learningRate', '<', 0.001)],
    ['--learning-rate < .001', is('learningRate', '<', 0.001)],
    ['lr < 0.001', is('learningRate', '<', 0.001)],
    ['学习率 ＜ ０．００１', is('learningRate', '<', 0.001)],
    ['FID <= 5', is('fid', '<=', 5)],
    ['fid ≤ 5', is('fid', '<=', 5)],
    ['FID＜＝5', is('fid', '<=', 5)],
    ['FID == 5', is('fid', '=', 5)],
    ['FID: 5', is('fid', '=', 5)],
    ['FID = none', is('fid', '=', null)],
    ['tag: night', is('tag', '=', 'night')],
    ['标签：夜间', is('tag', '=', '夜间')],
    ['tag: lr=0.1', is('tag', '=', 'lr=0.1')],
    ['group: sweep 1', is('group', '=', 'sweep 1')],
    ['group: "sweep, 1"', is('group', '=', 'sweep, 1')],
    ['group: "none"', is('group', '=', 'none')],
    ['group: none', is('group', '=', null)],
    ['is: starred', is('is', '=', 'starred')],
    ['name: "say ""hi"""', is('name', ':', 'say "hi"')],
    ['name = digits', is('name', '=', 'digits')],
    ['loss = Hinge', is('loss', '=', 'hinge')],
    ['state ≠ finished', is('state', '!=', 'finished')],
    ['D(G(z)) > 0.5', is('dFake', '>', 0.5)],
    ['channels = 3', is('channels', '=', 3)],
  ])('%j is a condition', (text, condition) => {
    expect(read(text)).toEqual({ conditions: [condition], words: [] })
  })

  it('may have many parts, and words anywhere', () => {
    expect(read('mnist loss = hinge, FID <= 5; small "two words"')).toEqual({
      conditions: [is('loss', '=', 'hinge'), is('fid', '<=', 5)],
      words: ['mnist', 'small', 'two words'],
    })
  })

  it('takes the longest name', () => {
    expect(read('D loss > 1')).toEqual({ conditions: [is('lossD', '>', 1)], words: [] })
  })

  it('tells a setting from a metric of the same name by the value', () => {
    expect(read('precision = bfloat16').conditions).toEqual([is('precision', '=', 'bfloat16')])
    expect(read('precision >= 0.5').conditions).toEqual([is('metric.precision', '>=', 0.5)])
    expect(read('precision = 0.5').conditions).toEqual([is('metric.precision', '=', 0.5)])
  })

  it('searches for a passage in quotes', () => {
    expect(read('"lr=0.1"')).toEqual({ conditions: [], words: ['lr=0.1'] })
  })

  it.each([
    ['lerning rate < 3', 'filterFieldUnknown'],
    ['= 3', 'filterFieldUnknown'],
    ['12:30', 'filterFieldUnknown'],
    ['constructor = 3', 'filterFieldUnknown'],
    ['loss < hinge', 'filterOperatorUnfit'],
    ['tag < a', 'filterOperatorUnfit'],
    ['FID <=', 'filterValueMissing'],
    ['tag: ""', 'filterValueMissing'],
    ['FID <= low', 'filterNumberInvalid'],
    ['FID <= Infinity', 'filterNumberInvalid'],
    ['FID <= 5 loss = hinge', 'filterNumberInvalid'],
    ['loss = hinge mnist', 'filterOptionUnknown'],
    ['loss = __proto__', 'filterOptionUnknown'],
  ])('%j says what is wrong', (text, code) => {
    expect(faultIn(text)).toEqual([code])
  })

  it('keeps the parts that it understands', () => {
    const { conditions, words, faults } = parseFilter('FID <= 5, colour = red, mnist')
    expect(conditions).toEqual([is('fid', '<=', 5)])
    expect(words).toEqual(['mnist'])
    expect(faults.map(({ part }) => part)).toEqual(['colour = red'])
  })

  it('never throws on any text', () => {
    const pieces = [
      '"',
      ',',
      '=',
      '<',
      '>=',
      ':',
      '!',
      'fid',
      'tag',
      ' ',
      '\n',
      '\0',
      '＝',
      '(',
      '1',
    ]
    let seed = 1
    const next = () => (seed = (seed * 48_271) % 2_147_483_647)
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: next() % 12 }, () => pieces[next() % pieces.length]).join(
        '',
      )
      const parsed = parseFilter(text)
      // What was understood is understood in the same way when it is written out.
      const again = parseFilter(formatFilter(parsed))
      expect(again, text).toEqual({ ...parsed, faults: [] })
    }
  })

  it('is quick to read, however long', () => {
    const long = `${'a '.repeat(20_000)}= 1`
    expect(parseFilter(long).faults).toHaveLength(1)
  })

  it.each<RunFilter>([
    { conditions: [is('group', '=', 'none'), is('group', '!=', null)], words: [] },
    { conditions: [is('tag', '=', ' a, "b" ; c ')], words: ['a:b', 'x', 'two words', '"'] },
    { conditions: [is('name', ':', '= < >'), is('metric.precision', '>=', 1e-21)], words: [] },
    { conditions: [is('note', ':', '两，行')], words: ['，'] },
  ])('%j reads back as written', (filter) => {
    expect(read(formatFilter(filter))).toEqual(filter)
  })

  it('has punctuation wherever it has more than words', () => {
    for (const operator of ['=', '<', '≤', '：', '＞']) {
      expect(mayHaveConditions(`fid ${operator} 5`)).toBe(true)
    }
    expect(mayHaveConditions('mnist 2 (small)')).toBe(false)
  })
})

describe('the fields of filters', () => {
  it('are all settings and metrics, each found by its key and its labels', () => {
    const keys = filterFields.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toEqual(expect.arrayContaining([...hyperparameterNames]))
    expect(filterFields.filter(({ section }) => section === 'metrics')).toHaveLength(
      metrics.length + imageMetrics.length,
    )
    for (const field of filterFields) {
      expect(fieldOf(field.key)).toBe(field)
      for (const name of [field.key, field.label.en, field.label.zh]) {
        expect(fieldsNamed(name), name).toContain(field)
      }
      // Otherwise a condition on one of them could not be written.
      for (const other of fieldsNamed(field.label.en)) {
        if (other !== field) expect(other.kind, field.label.en).not.toBe(field.kind)
      }
      expect(operatorsOf[field.kind].length).toBeGreaterThan(1)
    }
  })

  it('include a new hyperparameter without a further line', () => {
    const words = { en: 'Warp factor', zh: '曲速' }
    const warpFactor = integer({
      ...{ label: words, meaning: words, group: 'optimisation' },
      ...{ default: 1, min: 1, max: 9, arrowStep: 1 },
    })
    const fields = fieldsOf({ warpFactor }, [], [])
    expect(parseFilter('warp factor >= 5', fields).conditions).toEqual([is('warpFactor', '>=', 5)])
  })
})
