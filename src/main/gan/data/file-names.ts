import type { Role } from './known'

export type Split = 'train' | 't10k'

/** A folder's direct content, by name and in order. */
export interface Content {
  path: string
  files: string[]
  folders: string[]
}

/** What the name of an IDX file says about it. */
export interface NamedFile {
  name: string
  role: Role
  /** Before the role, as in `emnist-letters-train-images-idx3-ubyte`; empty for the usual names. */
  prefix: string
}

const PATTERN =
  /^(?:(.+)[-_.])?(train|t10k|test)[-_.](images|labels)[-_.]idx([134])[-_.]ubyte(\.gz)?$/i

/**
 * Reads the name of an IDX file of MNIST's kind: dashes, dots or underscores between its parts,
 * with or without a prefix and .gz, in upper or lower case; undefined for any other name.
 */
export function readName(name: string): NamedFile | undefined {
  const [, prefix = '', split = '', kind = '', rank] = PATTERN.exec(name) ?? []
  const isImages = kind.toLowerCase() === 'images'
  if (kind === '' || isImages === (rank === '1')) return undefined
  const part = split.toLowerCase() === 'train' ? 'train' : 't10k'
  return { name, prefix, role: isImages ? `${part}-images` : `${part}-labels` }
}

/**
 * Of several names of the same file the one to open: as the standard has it rather than another
 * way, 3 dimensions rather than 4, and plain rather than .gz, as a torchvision folder has both.
 */
export const byPreference = (a: NamedFile, b: NamedFile): number =>
  rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1)

function rankOf({ name, role }: NamedFile): number {
  const rest = name.replace(/\.gz$/i, '')
  const kind = role.endsWith('images') ? '[34]' : '1'
  const standard = [`^${role}-idx${kind}-ubyte$`, `^${role}\\.idx${kind}-ubyte$`]
  const way = standard.findIndex((pattern) => new RegExp(pattern).test(rest))
  const colour = /idx4/i.test(rest) ? 1 : 0
  const packed = rest === name ? 0 : 1
  return (way === -1 ? 100 : 0) + colour * 10 + Math.max(0, way) * 2 + packed
}
