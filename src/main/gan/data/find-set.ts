import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { problemError } from '../../../contract/errors'
import { byPreference, readName } from './file-names'
import type { Content, NamedFile, Split } from './file-names'
import { nothingFound } from './hints'

/** The files of one split of a data set. */
interface SetFiles {
  images: string
  /** Absent where there are none that belong to the images. */
  labels?: string
}

/** Folders below the given one that are looked into. */
const MAX_FOLDERS = 64

/**
 * The files of a split in a folder: right in it, or below it where torchvision (`MNIST/raw`) and
 * archives put them. The standard names go before those with a prefix, and the folder itself before
 * those below it.
 *
 * @throws StudioError `data` where there is none, saying what was seen instead, or where there are
 * several sets and none goes before the others
 */
export async function findSet(folder: string, split: Split): Promise<SetFiles> {
  const content = await contentOf(folder)
  const here = setsIn(content, split)
  if (here.length > 0) return onlyOne(folder, here)
  const below = await contentsBelow(content)
  const there = below.flatMap((each) => setsIn(each, split))
  if (there.length > 0) return onlyOne(folder, there)
  throw nothingFound(content, below, split)
}

/** The sets of a split in one folder; only the one of the standard names, if there is one. */
function setsIn({ path, files }: Content, split: Split): SetFiles[] {
  const named = files.flatMap((name) => readName(name) ?? [])
  const images = named.filter(({ role }) => role === `${split}-images`)
  const prefixes = [...new Set(images.map(({ prefix }) => prefix))]
  const chosen = prefixes.includes('') ? [''] : prefixes
  return chosen.flatMap((prefix) => {
    const first = (role: NamedFile['role']): NamedFile | undefined =>
      named.filter((one) => one.role === role && one.prefix === prefix).sort(byPreference)[0]
    const [image, label] = [first(`${split}-images`), first(`${split}-labels`)]
    if (image === undefined) return []
    const labels = label === undefined ? {} : { labels: join(path, label.name) }
    return [{ images: join(path, image.name), ...labels }]
  })
}

function onlyOne(where: string, sets: readonly SetFiles[]): SetFiles {
  const [first, ...others] = sets
  if (first !== undefined && others.length === 0) return first
  const listed = sets.slice(0, 3).map(({ images }) => images.slice(where.length + 1))
  const given = { sets: listed.join(', '), more: Math.max(0, sets.length - 3) }
  throw problemError('data', 'severalDatasets', given, { where })
}

/** One level down, and the folders called `raw` on the level below. */
async function contentsBelow({ path, folders }: Content): Promise<Content[]> {
  const children = await Promise.all(
    folders.slice(0, MAX_FOLDERS).map((name) => contentIfReadable(join(path, name))),
  )
  const raw = children.flatMap(({ path, folders }) =>
    folders.filter((name) => name.toLowerCase() === 'raw').map((name) => join(path, name)),
  )
  return [...children, ...(await Promise.all(raw.map(contentIfReadable)))]
}

const contentIfReadable = (path: string): Promise<Content> =>
  contentOf(path).catch(() => ({ path, files: [], folders: [] }))

/** @throws StudioError `data` where the folder cannot be read */
async function contentOf(path: string): Promise<Content> {
  const entries = await readdir(path, { withFileTypes: true }).catch((cause: Error) => {
    throw problemError(
      'data',
      'dataFolderUnreadable',
      { why: cause.message },
      { where: path, cause },
    )
  })
  const folders: string[] = []
  const files: string[] = []
  for (const entry of entries.filter(({ name }) => !name.startsWith('.'))) {
    const isLink = entry.isSymbolicLink()
    const isFolder = isLink ? await leadsToFolder(join(path, entry.name)) : entry.isDirectory()
    ;(isFolder ? folders : files).push(entry.name)
  }
  return { path, files: files.sort(), folders: folders.sort() }
}

const leadsToFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
