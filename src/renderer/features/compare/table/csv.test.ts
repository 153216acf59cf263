import { describe, expect, it } from 'vitest'
import { fid } from '../../../../contract/metrics/images/fid'
import { lossD } from '../../../../contract/metrics/loss-d'
import { parse } from 'csv-parse/sync'
import { fakeRun } from '../../../testing/fake-data'
import { measuredAt } from '../../quality/testing'
import { compareTexts } from '../texts/texts'
import { csv, tableCsv } from './csv'
import type { CompareRow, MetricColumn } from './table-rows'

describe('CSV', () => {
  it('ends lines with CRLF and quotes what must be quoted (RFC 4180)', () => {
    expect(
      csv([
        ['a', 1, undefined],
        ['b, "c"', 'd\ne', 'f\r'],
      ]),
    ).toBe('a,1,\r\n"b, ""c""","d\ne","f\r"\r\n')
  })

  it('has numbers in full precision, negative ones too', () => {
    expect(csv([[0.1 + 0.2, -1e-9, 123456789.123]])).toBe(
      '0.30000000000000004,-1e-9,123456789.123\r\n',
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
    'never begins a text with a formula: %j',
    (text) => {
      const [[field = ''] = []] = parse(csv([[text]]), { relax_quotes: true })
      expect(field).toBe(`'${text}`)
    },
  )

  it('leaves other texts as they are', () => {
    for (const text of ["it's", 'a=b', 'x-1', ' =1', '猫', '']) {
      expect(parse(csv([[text, 'end']]))).toEqual([[text, 'end']])
    }
  })
})

it('the table has one line per run, with how each image metric was measured', () => {
  const column = (metric: MetricColumn['metric']): MetricColumn => ({
    ...{ key: metric.key, metric, isBest: false },
  })
  const evaluation = measuredAt(400, { fid: 12.345678901 }, { count: 2000 })
  const row = (name: string, cells: CompareRow['cells']): CompareRow => ({
    ...{ id: name, run: fakeRun('x', { name }), cells },
    figures: { step: 10, images: 640, seconds: 1.25 },
  })
  const rows = [
    row('=A', new Map([['fid', { value: 12.345678901, step: 400, evaluation, comparable: true }]])),
    row('B, C', new Map([['lossD', { value: -0.5, comparable: true }]])),
  ]
  const text = tableCsv(rows, [fid, lossD].map(column), () => 'Done', compareTexts.en.table.csv)
  const [header = [], ...lines] = parse(text)
  expect(header).toEqual([
    ...['Run', 'ID', 'State', 'Steps', 'Images seen', 'Training time (s)', 'FID'],
    ...['FID: step', 'FID: generated images', 'FID: feature net', 'D loss'],
  ])
  const figures = ['Done', '10', '640', '1.25']
  expect(lines).toEqual([
    ["'=A", 'x', ...figures, '12.345678901', '400', '2000', 'Pixels', ''],
    ['B, C', 'x', ...figures, '', '', '', '', '-0.5'],
  ])
})
