import { z } from 'zod'
import { problemSchema } from './errors'

/** What can compute, fastest first: the order in which `auto` tries. */
export const engineNames = ['tensorflow', 'wasm', 'cpu'] as const
export type EngineName = (typeof engineNames)[number]

export const engineChoices = ['auto', ...engineNames] as const
export const engineChoiceSchema = z.enum(engineChoices)
export type EngineChoice = z.infer<typeof engineChoiceSchema>

/** An engine that loaded. */
export const engineInfoSchema = z.object({
  name: z.enum(engineNames),
  version: z.string(),
  device: z.string(),
  threads: z.number().int().positive(),
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
