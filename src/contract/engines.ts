import { z } from 'zod'
import { problemSchema } from './notices'

/** Compute engines, fastest first; `auto` tries them in this order. */
export const engineNames = ['tensorflow', 'wasm', 'cpu'] as const
export type EngineName = (typeof engineNames)[number]

/** An engine with its version, which may begin with its name: "wasm 4.22.0", "TensorFlow 2.21.0". */
export const versionedEngine = (engine: { name: string; version: string }): string =>
  engine.version.toLowerCase().startsWith(engine.name)
    ? engine.version
    : `${engine.name} ${engine.version}`

/** Returns true if the engine can compile the training step; other engines ignore the setting. */
export const canCompile = (name: EngineName): boolean => name === 'tensorflow'

export const engineChoices = ['auto', ...engineNames] as const
export const engineChoiceSchema = z.enum(engineChoices)
export type EngineChoice = z.infer<typeof engineChoiceSchema>

/** Math libraries that TensorFlow can use on a CPU; they round differently. */
const mathLibraries = ['onednn', 'eigen'] as const
export const mathLibrarySchema = z.enum(mathLibraries)
export type MathLibrary = z.infer<typeof mathLibrarySchema>

/** Their names, the same in every language. */
export const mathLibraryNames: Record<MathLibrary, string> = { onednn: 'oneDNN', eigen: 'Eigen' }

/** Setup of the native engine. It affects speed, and the last bits of every number. */
export const engineSetupSchema = z.object({
  threads: z.number().int().min(1).max(256),
  /** If absent, the library chooses, as in versions that did not record this. */
  math: mathLibrarySchema.optional(),
})
export type EngineSetup = z.infer<typeof engineSetupSchema>

/** The native engine's threads when set to automatic on a machine that has not been measured. */
export const UNMEASURED_THREADS = 1

/** The setup that a measurement found to be fastest on this machine. */
export const setupMeasurementSchema = z.object({
  setup: engineSetupSchema,
  /** Absent in measurements of earlier versions. */
  measuredAt: z.iso.datetime().optional(),
  /** True if other programs may have changed the result. */
  busy: z.boolean().default(false),
})
export type SetupMeasurement = z.infer<typeof setupMeasurementSchema>

/** A loaded engine. */
export const engineInfoSchema = z.object({
  name: z.enum(engineNames),
  version: z.string(),
  device: z.string(),
  threads: z.number().int().positive(),
  math: mathLibrarySchema.optional(),
})
export type EngineInfo = z.infer<typeof engineInfoSchema>

export const engineReportSchema = z.object({
  name: z.enum(engineNames),
  available: z.boolean(),
  info: engineInfoSchema.optional(),
  /** Why the engine is not available; `remedy` says how to make it available. */
  reason: z.string().optional(),
  remedy: z.string().optional(),
  problem: problemSchema.optional(),
})
export type EngineReport = z.infer<typeof engineReportSchema>

/** The engines of a machine, and the measured setup of the native one, if there is any. */
export const enginesListSchema = z.object({
  engines: z.array(engineReportSchema),
  measurement: setupMeasurementSchema.nullable(),
  /** Whether the processor or the GPU has bfloat16 arithmetic. */
  bfloat16: z.boolean(),
  /** False if this studio never measures by itself, as in tests. */
  automatic: z.boolean().default(true),
})
export type EnginesList = z.infer<typeof enginesListSchema>
