import { z } from 'zod'
import { problemSchema } from './notices'

/** What can compute, fastest first: the order in which `auto` tries. */
export const engineNames = ['tensorflow', 'wasm', 'cpu'] as const
export type EngineName = (typeof engineNames)[number]

/** Whether it can compile the training step; on others, asking for that has no effect. */
export const canCompile = (name: EngineName): boolean => name === 'tensorflow'

export const engineChoices = ['auto', ...engineNames] as const
export const engineChoiceSchema = z.enum(engineChoices)
export type EngineChoice = z.infer<typeof engineChoiceSchema>

/** The libraries that TensorFlow can multiply with on a processor; they round differently. */
const mathLibraries = ['onednn', 'eigen'] as const
export const mathLibrarySchema = z.enum(mathLibraries)
export type MathLibrary = z.infer<typeof mathLibrarySchema>

/** How the native engine is set up: it changes the speed, and the last bits of every number. */
export const engineSetupSchema = z.object({
  threads: z.number().int().min(1).max(256),
  /** Absent leaves it to the library, as before this was recorded. */
  math: mathLibrarySchema.optional(),
})
export type EngineSetup = z.infer<typeof engineSetupSchema>

/** An engine that loaded. */
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
  /** Why it is not available, and what would make it so. */
  reason: z.string().optional(),
  remedy: z.string().optional(),
  problem: problemSchema.optional(),
})
export type EngineReport = z.infer<typeof engineReportSchema>
