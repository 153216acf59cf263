import type { Words } from '../words'
import { conflictOf } from './architecture'
import type { Architecture, NetworkOptions, NetworkSettings } from './architecture'
import { dcgan } from './dcgan'
import { mlp } from './mlp'
import { r3 } from './r3'
import { resnet } from './resnet'

/** All architectures, by the name recorded in runs and checkpoints. */
export const architectures = {
  mlp,
  dcgan,
  resnet,
  r3,
} satisfies Record<string, Architecture>

type ArchitectureName = keyof typeof architectures
export const architectureNames = Object.keys(architectures) as ArchitectureName[]

const known: Readonly<Record<string, Architecture>> = architectures

/** Returns undefined if this version has no architecture of that name. */
export const architectureNamed = (name: string): Architecture | undefined =>
  Object.hasOwn(known, name) ? known[name] : undefined

/** The name of the architecture of runs with a user's own networks; see own-networks.ts. */
export const CUSTOM = 'custom'

const custom = {
  label: { en: 'Custom architecture', zh: '自定义结构' },
  meaning: { en: 'networks from an architecture file.', zh: '网络来自结构文件。' },
  /** Conditioning and classes follow from the networks, like the sizes. */
  options: ['conditioning', 'classes'] as readonly (keyof NetworkOptions)[],
}

/** The architectures of runs: the built-in ones, and a user's own. */
export const architectureChoices = { ...architectures, [CUSTOM]: custom }

type Values = Readonly<Record<string, unknown>>
const architectureOf = (values: Values): Architecture | undefined =>
  architectureNamed(String(values.architecture))

/**
 * Returns a check of one setting against the chosen architecture; see
 * {@link Architecture.conflict}.
 */
export const settingConflict =
  (name: keyof NetworkSettings) =>
  (values: Values): Words | undefined => {
    const architecture = architectureOf(values)
    // Other settings may be invalid, which their own fields report.
    return architecture && conflictOf(architecture, name, values as unknown as NetworkSettings)
  }

/** Returns a check whether the chosen architecture has this option. */
export const hasOption =
  (name: keyof NetworkOptions) =>
  (values: Values): boolean =>
    (values.architecture === CUSTOM ? custom : architectureOf(values))?.options?.includes(name) ===
    true
