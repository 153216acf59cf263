import { z } from 'zod'
import type { EngineName } from '../../../contract/engines'
import { hyperparameterSet } from '../../../contract/hyperparameters'
import { stepCostOf } from '../../../contract/recipe/hyperparameter-set'
import type { RunConfig } from '../../../contract/run'

/**
 * Everything that a step's time depends on, by name. Entries stored by other versions may have
 * other names.
 */
export const settingSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
export type Setting = z.infer<typeof settingSchema>

/** The settings to measure. */
export interface Target {
  engine: EngineName
  threads: number
  compile: boolean
  /** Hyperparameters by name. */
  cost: ReturnType<typeof stepCostOf>
}

/** Returns what a run with these settings would have measured. */
export function targetOf(config: RunConfig, engine: EngineName): Target {
  const { threads, compile = true } = config
  return { engine, threads, compile, cost: stepCostOf(hyperparameterSet, config.hyperparameters) }
}

export const settingOf = ({ cost, ...rest }: Target): Setting => ({ ...rest, ...cost })

/** Completes a stored setting with the values that the absence of newer hyperparameters means. */
export function completed(setting: Setting): Setting {
  return { ...stepCostOf(hyperparameterSet, setting), ...setting }
}
