import { z } from 'zod'

/* Samples of what a machine and a run's trainer used; see docs/run-format.md. */

const bytes = z.number().min(0)
const share = z.number().min(0).max(1)

export const gpuSampleSchema = z.object({
  name: z.string().max(200),
  /** The share of the time in which it computed; null if its driver does not report it. */
  busy: share.nullable(),
  memoryUsed: bytes.nullable(),
  memoryTotal: bytes.nullable(),
})

export const hardwareSampleSchema = z.object({
  at: z.iso.datetime(),
  /** The run's step. */
  step: z.number().int().min(0),
  /** The number of processors of the machine. */
  processors: z.number().int().min(1),
  /** The share of all processors that any program used since the last sample; null in the first. */
  busy: share.nullable(),
  memory: z.object({ used: bytes, total: bytes }),
  /** Free on the disk with the runs; null if the system does not report it. */
  diskFree: bytes.nullable(),
  trainer: z.object({
    /** How many processors it used on average since the last sample; null in the first. */
    processors: z.number().min(0).nullable(),
    /** Resident memory. */
    memory: bytes,
  }),
  gpus: z.array(gpuSampleSchema).max(64),
})
export type HardwareSample = z.infer<typeof hardwareSampleSchema>
export type GpuSample = z.infer<typeof gpuSampleSchema>

/** The use of the machine that a trainer process reports of itself. */
export const usageSchema = z.object({
  step: z.number().int().min(0),
  /** Processor time of all its threads since it started. */
  cpuSeconds: z.number().min(0),
  residentBytes: bytes,
  /** The peak of resident memory. */
  peakBytes: bytes,
})
export type Usage = z.infer<typeof usageSchema>
