import { expect, test } from 'vitest'
import { Throughput } from './throughput'
import type { Findings, Sample } from './throughput'

const none: Findings = { alone: {}, totals: {} }
const run = (id: string, speed: number | null, key = 'k'): Sample => ({ id, key, speed })
const settled = 20_000

test('the first run begins immediately, a second one only when the first has been measured', () => {
  const throughput = new Throughput(none)
  expect(throughput.another([], 'k')).toBe('yes')
  const one = [run('a', 100)]
  expect(throughput.another(one, 'k')).toBe('measure')
  expect(throughput.observe(one, 0)).toBeUndefined()
  expect(throughput.observe(one, settled - 1)).toBeUndefined()
  expect(throughput.observe(one, settled)).toEqual({ alone: { k: 100 }, totals: {} })
  expect(throughput.another(one, 'k')).toBe('yes')
})

test.each([
  [109, 'no'],
  [110, 'yes'],
])('two at once must be a tenth faster in total: %i after 100, %s', (together, answer) => {
  const throughput = new Throughput({ alone: { k: 100 }, totals: {} })
  const two = [run('a', together / 2), run('b', together / 2)]
  throughput.observe(two, 0)
  expect(throughput.observe(two, settled)?.totals[2]).toBeCloseTo(together / 100)
  expect(throughput.another([run('a', 100)], 'k')).toBe(answer)
})

test('runs whose steps differ are compared with their own speed alone', () => {
  const throughput = new Throughput({ alone: { small: 1000, large: 10 }, totals: {} })
  const two = [run('a', 600, 'small'), run('b', 6, 'large')]
  throughput.observe(two, 0)
  expect(throughput.observe(two, settled)?.totals[2]).toBeCloseTo(1.2)
})

test('one more run is not tried if the result could not be judged', () => {
  const throughput = new Throughput({ alone: { k: 100 }, totals: {} })
  expect(throughput.another([run('a', 100)], 'other')).toBe('no')
  const elsewhere = new Throughput({ alone: { k: 100 }, totals: {} }, (key) =>
    key === 'other' ? 50 : null,
  )
  expect(elsewhere.another([run('a', 100)], 'other')).toBe('yes')
})

test('a third run needs a second one that was worthwhile, and its own measurement', () => {
  const alone = { k: 100 }
  const two = [run('a', 90), run('b', 90)]
  expect(new Throughput({ alone, totals: { 2: 1.05, 3: 2 } }).another(two, 'k')).toBe('no')
  expect(new Throughput({ alone, totals: { 2: 1.8, 3: 1.9 } }).another(two, 'k')).toBe('no')
  expect(new Throughput({ alone, totals: { 2: 1.8, 3: 2.5 } }).another(two, 'k')).toBe('yes')
  expect(new Throughput({ alone, totals: { 2: 1.8 } }).another(two, 'k')).toBe('yes')
  expect(new Throughput({ alone, totals: {} }).another(two, 'k')).toBe('measure')
})

test('speeds count only while the same runs train, and none is paused', () => {
  const throughput = new Throughput({ alone: { k: 100 }, totals: {} })
  throughput.observe([run('a', 60), run('b', 60)], 0)
  throughput.observe([run('a', 60), run('c', 60)], settled)
  expect(throughput.observe([run('a', 60), run('c', null)], 2 * settled)).toBeUndefined()
  expect(throughput.observe([run('a', 60), run('c', 60)], 2 * settled)).toBeUndefined()
  expect(throughput.observe([run('a', 60), run('c', 60)], 3 * settled)?.totals).toEqual({ 2: 1.2 })
})

test('the newest measurement replaces an earlier one', () => {
  const throughput = new Throughput({ alone: { k: 100 }, totals: { 2: 1 } })
  const two = [run('a', 80), run('b', 80)]
  throughput.observe(two, 0)
  throughput.observe(two, settled)
  expect(throughput.another([run('a', 100)], 'k')).toBe('yes')
})
