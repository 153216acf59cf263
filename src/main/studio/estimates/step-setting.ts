import { createHash } from 'node:crypto'
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
  /** A user's own networks. */
  networks?: RunConfig['networks']
}

/** Returns what a run with these settings would have measured. */
export function targetOf(config: RunConfig, engine: EngineName): Target {
  const { threads, compile = true, networks } = config
  const cost = stepCostOf(hyperparameterSet, config.hyperparameters)
  return { engine, threads, compile, cost, networks }
}

/** A user's own networks are stored as a hash, since they may be large. */
export function settingOf({ cost, networks, ...rest }: Target): Setting {
  if (networks === undefined) return { ...rest, ...cost }
  const { generator, discriminator } = networks
  const text = JSON.stringify([generator, discriminator])
  return { ...rest, ...cost, networks: createHash('sha256').update(text).digest('hex') }
}

/** Completes a stored setting with the values that the absence of newer hyperparameters means. */
export function completed(setting: Setting): Setting {
  return { ...stepCostOf(hyperparameterSet, setting), ...setting }
}
