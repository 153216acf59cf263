import fs from 'node:fs'
import { expect, it, vi } from 'vitest'
import type { HardwareSample, Usage } from '../../../contract/hardware/sample'
import { readHardware } from '../../storage/runs/hardware-log'
import { hardwareFile } from '../../storage/runs/paths'
import { tempDir } from '../../storage/testing/temp-dir'
import { busyShare } from './cpu-times'
import { SessionHardware } from './session-hardware'

const usage = (step: number, cpuSeconds: number): Usage => ({
  step,
  cpuSeconds,
  residentBytes: 7e8,
  peakBytes: 8e8,
})

function recorder(dir = tempDir()) {
  const samples: HardwareSample[] = []
  const hardware = new SessionHardware({
    job: { runDir: dir },
    onHardware: (sample) => void samples.push(sample),
  })
  const taken = (count: number) => vi.waitUntil(() => samples.length === count)
  return { dir, hardware, samples, taken }
}

it('records what this machine and the trainer use, and what it shows it stores', async () => {
  const { dir, hardware, samples, taken } = recorder()
  hardware.used(usage(1, 10))
  // A report during a sample is left out.
  hardware.used(usage(2, 10))
  await taken(1)
  await vi.waitUntil(async () => (await readHardware(dir)).length === 1)
  hardware.used(usage(20, 1e6))
  await taken(2)
  await hardware.close()
  expect(await readHardware(dir)).toEqual(samples)
  const [first, second] = samples
  expect(first).toMatchObject({ step: 1, busy: null, trainer: { processors: null, memory: 7e8 } })
  expect(second?.trainer.processors).toBeGreaterThan(1)
  for (const { memory, diskFree, processors } of samples) {
    expect(memory.used).toBeGreaterThan(0)
    expect(memory.used).toBeLessThanOrEqual(memory.total)
    expect(diskFree).toBeGreaterThan(0)
    expect(processors).toBeGreaterThanOrEqual(1)
  }
})

it('shows samples that cannot be stored', async () => {
  const { dir, hardware, taken } = recorder()
  fs.mkdirSync(hardwareFile(dir))
  hardware.used(usage(1, 0))
  await taken(1)
  await hardware.close()
})

it('computes the share of processors in use, whatever the clock does', () => {
  expect(busyShare({ idle: 10, total: 100 }, { idle: 40, total: 200 })).toBeCloseTo(0.7)
  expect(busyShare({ idle: 10, total: 100 }, { idle: 10, total: 100 })).toBeNull()
  expect(busyShare({ idle: 10, total: 100 }, { idle: 300, total: 200 })).toBe(0)
  expect(busyShare({ idle: 50, total: 100 }, { idle: 10, total: 200 })).toBe(1)
})
