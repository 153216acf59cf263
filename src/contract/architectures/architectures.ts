import type { Words } from '../words'
import type { Architecture, Sizes } from './architecture'
import { dcgan } from './dcgan'
import { mlp } from './mlp'

/** All architectures, by the name that runs and checkpoints record; one line each. */
export const architectures = {
  mlp,
  dcgan,
} satisfies Record<string, Architecture>

type ArchitectureName = keyof typeof architectures
export const architectureNames = Object.keys(architectures) as ArchitectureName[]

const known: Readonly<Record<string, Architecture>> = architectures

/** Undefined if this version has none of that name. */
export const architectureNamed = (name: string): Architecture | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined

/** What is wrong with one of the sizes for the chosen architecture. */
export const sizeConflict =
  (name: keyof Sizes) =>
  (values: Readonly<Record<string, unknown>>): Words | undefined =>
    architectureNamed(String(values.architecture))?.conflict?.[name]?.(Number(values[name]))
