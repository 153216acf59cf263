import { basename, extname } from 'node:path'
import { problemError } from '../../../contract/errors'
import type { StudioError } from '../../../contract/errors'
import { parseName } from './file-names'
import type { Content, Split } from './file-names'

/* Builds errors for a folder without a data set: what it contains, and what to do. */

const PICTURES = ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.tif', '.tiff']
const ARCHIVES = ['.zip', '.tar', '.tgz', '.7z', '.rar']
const MAX_NAMED = 3

/**
 * @param below the contents of the subfolders that were searched
 */
export function nothingFound(
  content: Content,
  below: readonly Content[],
  split: Split,
): StudioError {
  const where = content.path
  const all = [content, ...below]
  const files = all.flatMap((each) => each.files)
  const pictures = files.filter(endsWith(PICTURES))
  if (pictures.length > 0) {
    const given = { count: pictures.length, example: shortened(pictures[0] ?? '') }
    return problemError('data', 'picturesNotIdx', given, { where })
  }
  const other = files.find((name) => parseName(name)?.role.endsWith('images'))
  if (other !== undefined) {
    return problemError('data', 'otherSplitOnly', { split, name: shortened(other) }, { where })
  }
  const archive = files.find(endsWith(ARCHIVES)) ?? files.find((name) => /\.tar\.\w+$/i.test(name))
  if (archive !== undefined) {
    return problemError('data', 'archiveNotUnpacked', { name: shortened(archive) }, { where })
  }
  const names = [...content.folders.map((name) => `${name}/`), ...content.files]
  const seen = names.slice(0, MAX_NAMED).map(shortened).join(', ')
  const more = Math.max(0, names.length - MAX_NAMED)
  return problemError('data', 'datasetWithoutImages', { split, seen, more }, { where })
}

const endsWith = (extensions: readonly string[]) => (name: string) =>
  extensions.includes(extname(name).toLowerCase())

const shortened = (name: string): string =>
  basename(name).length <= 60 ? name : `${name.slice(0, 30)}…${name.slice(-28)}`
