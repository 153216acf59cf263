import { expect, test } from 'vitest'
import { SpeedMeter } from './speed-meter'

function meterAt() {
  const clock = { seconds: 100 }
  return { clock, meter: new SpeedMeter(() => clock.seconds * 1000) }
}

test('pauses count neither as training time nor towards the speed', () => {
  const { clock, meter } = meterAt()
  expect([meter.trainedSeconds, meter.stepsPerSecond]).toEqual([0, null])
  meter.start(50)
  expect(meter.stepsPerSecond).toBeNull()
  clock.seconds += 2
  meter.reached(70)
  meter.pause()
  clock.seconds += 3600
  expect(meter.trainedSeconds).toBe(2)
  meter.pause()
  meter.start(70)
  meter.start(70)
  clock.seconds += 1
  meter.reached(80)
  expect(meter.trainedSeconds).toBe(3)
  expect(meter.stepsPerSecond).toBeCloseTo(10)
})

test('the speed is that of the last seconds, regardless of earlier steps', () => {
  const { clock, meter } = meterAt()
  meter.start(0)
  let step = 0
  for (let i = 0; i < 1000; i++) {
    clock.seconds += 0.1
    meter.reached((step += 1))
  }
  expect(meter.stepsPerSecond).toBeCloseTo(10)
  for (let i = 0; i < 60; i++) {
    clock.seconds += 0.1
    meter.reached((step += 5))
  }
  expect(meter.stepsPerSecond).toBeCloseTo(50)
})

test('steps reported before the start do not make the speed negative', () => {
  let ms = 0
  const meter = new SpeedMeter(() => (ms += 1))
  meter.reached(5)
  meter.start(0)
  expect(meter.stepsPerSecond).toBe(0)
  meter.reached(10)
  expect(meter.stepsPerSecond).toBeGreaterThan(0)
})
