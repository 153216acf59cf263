import type { HardwareSample } from '../../../../contract/hardware/sample'

/** A made-up sample of a machine with 4 processors. */
export const sampleAt = (step: number, changes: Partial<HardwareSample> = {}): HardwareSample => ({
  at: new Date(Date.UTC(2026, 10, 30, 10, 0, step)).toISOString(),
  ...{ step, processors: 4, busy: 0.25, diskFree: 100, gpus: [] },
  memory: { used: 8, total: 20 },
  trainer: { processors: 0.5, memory: 3 },
  ...changes,
})
