import { expect, it } from 'vitest'
import { commands } from '../../../../contract/api'
import { imageMetrics } from '../../../../contract/metrics/images/image-metrics'
import { MeasureForm } from './measure-form.svelte'
import { netKinds } from './net-choice.svelte'

const accepts = (options: object): boolean =>
  commands['evaluations.measure'].request.safeParse({ id: 'a', step: 1, ...options }).success

it('the defaults measure everything with the net that suits the data set', () => {
  const form = new MeasureForm()
  expect(form.options(false)).toEqual({ generatedCount: 10_000, seed: 1 })
  expect(form.options(true)).toEqual({ generatedCount: 10_000, seed: 1, weights: 'ema' })
})

it('a request has what was chosen, and only the selected metrics', () => {
  const form = new MeasureForm()
  for (const { key } of imageMetrics) if (key !== 'fid') form.toggle(key)
  form.net.kind = 'dataset'
  expect(form.options(false)).toMatchObject({ metrics: ['fid'], net: { id: 'dataset' } })
  form.toggle('fid')
  expect([form.problems.metrics, form.valid]).toEqual([true, false])
})

it('is valid exactly if the host accepts it, whatever the net', () => {
  for (const kind of netKinds) {
    for (const [count, seed] of [
      ...[
        [1, 0],
        [100_000, 4_294_967_295],
        [0, 1],
        [100_001, 1],
      ],
      ...[
        [1.5, 1],
        [NaN, 1],
        [10, -1],
        [10, 4_294_967_296],
        [10, NaN],
      ],
    ] as [number, number][]) {
      const form = new MeasureForm()
      Object.assign(form, { count, seed })
      form.net.kind = kind
      for (const path of ['', ' ', '/nets/mine']) {
        form.net.path = path
        const needsPath = kind === 'folder' && path.trim() === ''
        expect(form.valid).toBe(accepts(form.options(false)) && !needsPath)
      }
    }
  }
})
