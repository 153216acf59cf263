import { adam } from './adam'
import { adamW } from './adam-w'
import type { OptimiserFacts, OptimiserSetting } from './optimiser'
import { rmsProp } from './rms-prop'
import { sgd } from './sgd'

/** Every optimiser, by the name that runs record; one file each. */
export const optimisers = { adam, adamW, rmsProp, sgd } satisfies Record<string, OptimiserFacts>
export type OptimiserName = keyof typeof optimisers

/** Returns true if the optimiser of that name has the setting; unknown optimisers have none. */
export function usesSetting(optimiser: unknown, setting: OptimiserSetting): boolean {
  const named: Partial<Record<string, OptimiserFacts>> = optimisers
  return named[String(optimiser)]?.uses.includes(setting) ?? false
}
