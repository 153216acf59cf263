import { expect, it } from 'vitest'
import { isFaster } from './time-forms'

/** Times forms that take the given milliseconds of a simulated clock, plus delays by other load. */
function timed(ms: { float32: number; bfloat16: number; casts: number }, holdUp = () => 0) {
  let clock = 0
  let runs = 0
  const taking = (time: number) => () => {
    runs += 1
    clock += time + holdUp()
  }
  const forms = {
    float32: taking(ms.float32),
    bfloat16: taking(ms.bfloat16),
    inputCasts: taking(ms.casts),
  }
  const faster = isFaster(forms, () => clock)
  return { faster, runs, clock }
}

it.each([
  [{ float32: 2, bfloat16: 1, casts: 0.2 }, true],
  [{ float32: 1, bfloat16: 2, casts: 0.2 }, false],
  [{ float32: 1, bfloat16: 0.99, casts: 0 }, false],
  // Another op shares the cast inputs, so only half of their time counts.
  [{ float32: 1, bfloat16: 1.1, casts: 0.6 }, true],
])('%j', (ms, expected) => {
  expect(timed(ms).faster).toBe(expected)
})

it('occasional delays of a form do not count', () => {
  let calls = 0
  const holdUp = () => (calls++ % 4 === 1 ? 50 : 0)
  expect(timed({ float32: 2, bfloat16: 1, casts: 0.2 }, holdUp).faster).toBe(true)
})

it('slow ops are timed only a few times', () => {
  const { runs, clock } = timed({ float32: 100, bfloat16: 50, casts: 5 })
  expect(runs).toBe(15)
  expect(clock).toBeLessThan(1000)
})
