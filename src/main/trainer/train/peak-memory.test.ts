import { expect, it } from 'vitest'
import { PeakMemory } from './peak-memory'

const KB = 1024
const MB = 1024 * KB

/** @param readings resident memory and peak, in MB @param unit of the system's figure, in bytes */
function peaks(readings: readonly (readonly [number, number])[], unit = KB): number[] {
  const [start, ...others] = readings.map(([resident, peak]) => {
    return { resident: resident * MB, maximum: (peak * MB) / unit }
  })
  const memory = new PeakMemory(start, () => others.shift() ?? expect.fail('read too often'))
  return readings.slice(1).map(() => memory.now().peakBytes / MB)
}

it.each([KB, 1])('reports the peak of a process, in units of %i bytes', (unit) => {
  const own = [
    [40, 40],
    [300, 350],
    [200, 350],
    [250, 900],
  ] as const
  expect(peaks(own, unit)).toEqual([350, 350, 900])
})

it('does not report the peak of the process that started it', () => {
  const inherited = [
    [40, 600],
    [300, 600],
    [200, 600],
    [500, 700],
  ] as const
  expect(peaks(inherited)).toEqual([300, 300, 700])
})

it('reads the memory of this process', () => {
  const { residentBytes, peakBytes } = new PeakMemory().now()
  expect(residentBytes).toBeGreaterThan(10 * MB)
  expect(peakBytes).toBeGreaterThanOrEqual(residentBytes)
  expect(peakBytes).toBeLessThan(1000 * residentBytes)
})
