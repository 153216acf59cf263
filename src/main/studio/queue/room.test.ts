import { expect, test } from 'vitest'
import { reasonToWait } from './room'
import type { Situation } from './room'

const GB = 1e9
const situation: Situation = {
  ...{ atOnce: 'auto', training: 1, another: 'yes', growth: 0 },
  need: { bytes: GB, measured: true },
  memory: { total: 8 * GB, available: 2 * GB, exact: true },
}
const reason = (change: Partial<Situation>) =>
  reasonToWait({ ...situation, ...change })?.problem?.code

test('the first run waits for memory only if the machine has enough at other times', () => {
  const needs = (bytes: number) => reason({ training: 0, need: { bytes, measured: true } })
  expect(needs(2.4 * GB)).toBeUndefined()
  expect(needs(2.6 * GB)).toBe('waitsForMemory')
  // It begins, and is refused with its own reason.
  expect(needs(99 * GB)).toBeUndefined()
  expect(reason({ training: 0, another: 'measure' })).toBeUndefined()
})

test('a number is a limit, and counts the runs started by hand', () => {
  expect(reason({ atOnce: 2, training: 1, another: 'no' })).toBeUndefined()
  expect(reason({ atOnce: 2, training: 2 })).toBe('waitsForRoom')
  expect(reason({ atOnce: 2, training: 3 })).toBe('waitsForRoom')
})

test('without a number, the measured speed decides', () => {
  expect(reason({ another: 'yes' })).toBeUndefined()
  expect(reason({ another: 'no' })).toBe('waitsForRoom')
  expect(reason({ another: 'measure' })).toBe('waitsForSpeed')
})

test('memory is needed whether or not a number is set', () => {
  const need = { bytes: 2.1 * GB, measured: true }
  expect(reason({ need })).toBe('waitsForMemory')
  expect(reason({ need, atOnce: 16 })).toBe('waitsForMemory')
  expect(reason({ need: { ...need, measured: false } })).toBeUndefined()
  expect(reason({ need: { bytes: 2.6 * GB, measured: false } })).toBe('waitsForMemory')
})

test('memory that the other runs will still take is not available', () => {
  expect(reason({ growth: 0.9 * GB })).toBeUndefined()
  expect(reason({ growth: 1.1 * GB })).toBe('waitsForMemory')
})

test('if the system does not report the available memory, the total counts', () => {
  const memory = { total: 8 * GB, available: 0.1 * GB, exact: false }
  expect(reason({ memory })).toBeUndefined()
  expect(reason({ memory, growth: 7.5 * GB })).toBe('waitsForMemory')
})
