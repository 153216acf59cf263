import { IDX_NAME } from '../../../contract/datasets/file-names'

/** The roles of the four files of a data set. */
export const roles = ['train-images', 'train-labels', 't10k-images', 't10k-labels'] as const
export type Role = (typeof roles)[number]

export type Split = 'train' | 't10k'

/** The direct content of a folder, sorted by name. */
export interface Content {
  path: string
  files: string[]
  folders: string[]
}

/** The information in the name of an IDX file. */
export interface NamedFile {
  name: string
  role: Role
  /**
   * The part before the role, as in `emnist-letters-train-images-idx3-ubyte`; empty for standard
   * names.
   */
  prefix: string
}

/**
 * Parses the name of an MNIST-style IDX file: with dashes, dots or underscores, with or without a
 * prefix and .gz, in upper or lower case. Undefined for any other name.
 */
export function parseName(name: string): NamedFile | undefined {
  const [, prefix = '', split = '', kind = '', rank] = IDX_NAME.exec(name) ?? []
  const isImages = kind.toLowerCase() === 'images'
  if (kind === '' || isImages === (rank === '1')) return undefined
  const part = split.toLowerCase() === 'train' ? 'train' : 't10k'
  return { name, prefix, role: isImages ? `${part}-images` : `${part}-labels` }
}

/**
 * Sorts names of equivalent files by preference: standard names first, 3 dimensions before 4, and
 * plain before .gz (a torchvision folder has both).
 */
export const byPreference = (a: NamedFile, b: NamedFile): number =>
  rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1)

function rankOf({ name, role }: NamedFile): number {
  const rest = name.replace(/\.gz$/i, '')
  const kind = role.endsWith('images') ? '[34]' : '1'
  const standard = [`^${role}-idx${kind}-ubyte$`, `^${role}\\.idx${kind}-ubyte$`]
  const form = standard.findIndex((pattern) => new RegExp(pattern).test(rest))
  const colour = /idx4/i.test(rest) ? 1 : 0
  const packed = rest === name ? 0 : 1
  return (form === -1 ? 100 : 0) + colour * 10 + Math.max(0, form) * 2 + packed
}
