import type { Words } from '../words'
import type { Architecture, Sizes } from './architecture'
import { dcgan } from './dcgan'
import { mlp } from './mlp'

/** All architectures, by the name recorded in runs and checkpoints. */
export const architectures = {
  mlp,
  dcgan,
} satisfies Record<string, Architecture>

type ArchitectureName = keyof typeof architectures
export const architectureNames = Object.keys(architectures) as ArchitectureName[]

const known: Readonly<Record<string, Architecture>> = architectures

/** Returns undefined if this version has no architecture of that name. */
export const architectureNamed = (name: string): Architecture | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined

/**
 * Returns a check of one size against the chosen architecture; see {@link Architecture.conflict}.
 */
export const sizeConflict =
  (name: keyof Sizes) =>
  (values: Readonly<Record<string, unknown>>): Words | undefined =>
    architectureNamed(String(values.architecture))?.conflict?.[name]?.(Number(values[name]))
