import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { problemError } from '../../../contract/errors'
import { byPreference, parseName } from './file-names'
import type { Content, NamedFile, Split } from './file-names'
import { nothingFound } from './hints'

/** The files of one split of a data set. */
interface SetFiles {
  images: string
  /** Absent if there are none for these images. */
  labels?: string
}

/** Maximum number of subfolders to search. */
const MAX_FOLDERS = 64

/**
 * Finds the files of a split in a folder or, as laid out by torchvision (`MNIST/raw`) and archives,
 * in its subfolders. Standard names are preferred to prefixed ones, and the folder itself to its
 * subfolders.
 *
 * @throws StudioError `data` if there is none, saying what was found instead, or if there are
 *   several equally preferred sets
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

/** The sets of a split in one folder; only the one with standard names, if it exists. */
function setsIn({ path, files }: Content, split: Split): SetFiles[] {
  const named = files.flatMap((name) => parseName(name) ?? [])
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

/** Contents of the subfolders, and of the folders named `raw` inside them. */
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

/** @throws StudioError `data` if the folder cannot be read */
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
