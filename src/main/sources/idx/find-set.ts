import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { problemError } from '../../../contract/errors'
import { byPreference, parseName } from './file-names'
import type { Content, Role, Split } from './file-names'
import { nothingFound } from './hints'

/** The files of one split of a data set. */
export interface SetFiles {
  images: string
  /** Absent if there are none for these images. */
  labels?: string
}

/** A folder, or the images file in it that was given. */
export interface Place {
  path: string
  images?: string
}

/** Maximum number of subfolders to search. */
const MAX_FOLDERS = 64

/** The files of a split: from the images file if one was given, else as {@link findSet}. */
export const filesOf = ({ path, images }: Place, split: Split): Promise<SetFiles> =>
  images === undefined ? findSet(path, split) : setOf(images, split)

/** The set of an images file: the labels are found by its name, if that has a known form. */
async function setOf(images: string, split: Split): Promise<SetFiles> {
  const content = await contentOf(dirname(images))
  const named = parseName(basename(images))
  if (split === 'train') {
    const role = named?.role === 't10k-images' ? 't10k-labels' : 'train-labels'
    return { images, ...(named === undefined ? {} : labelsIn(content, role, named.prefix)) }
  }
  const [other] = named === undefined ? [] : setsOf(content, split, [named.prefix])
  if (other !== undefined) return other
  throw nothingFound(content, [], split)
}

/**
 * Finds the files of a split in a folder or, as laid out by torchvision (`MNIST/raw`) and archives,
 * in its subfolders. Standard names are preferred to prefixed ones, and the folder itself to its
 * subfolders.
 *
 * @throws StudioError `data` if there is none, saying what was found instead, or if there are
 *   several equally preferred sets
 */
export async function findSet(folder: string, split: Split): Promise<SetFiles> {
  return onlyOne(folder, await findSets(folder, split))
}

/**
 * All sets of a split in a folder, among which {@link findSet} does not choose.
 *
 * @throws StudioError `data` if there is none
 */
export async function findSets(folder: string, split: Split): Promise<[SetFiles, ...SetFiles[]]> {
  const content = await contentOf(folder)
  const below = await contentsBelow(content)
  const here = setsIn(content, split)
  const [first, ...others] = here.length > 0 ? here : below.flatMap((each) => setsIn(each, split))
  if (first === undefined) throw nothingFound(content, below, split)
  return [first, ...others]
}

/** The sets of a split in one folder; only the one with standard names, if it exists. */
function setsIn(content: Content, split: Split): SetFiles[] {
  const named = content.files.flatMap((name) => parseName(name) ?? [])
  const images = named.filter(({ role }) => role === `${split}-images`)
  const prefixes = [...new Set(images.map(({ prefix }) => prefix))]
  return setsOf(content, split, prefixes.includes('') ? [''] : prefixes)
}

const setsOf = (content: Content, split: Split, prefixes: readonly string[]): SetFiles[] =>
  prefixes.flatMap((prefix) => {
    const images = bestOf(content, `${split}-images`, prefix)
    return images === undefined ? [] : [{ images, ...labelsIn(content, `${split}-labels`, prefix) }]
  })

function labelsIn(content: Content, role: Role, prefix: string): Pick<SetFiles, 'labels'> {
  const labels = bestOf(content, role, prefix)
  return labels === undefined ? {} : { labels }
}

function bestOf({ path, files }: Content, role: Role, prefix: string): string | undefined {
  const named = files.flatMap((name) => parseName(name) ?? [])
  const fitting = named.filter((one) => one.role === role && one.prefix === prefix)
  const [best] = fitting.sort(byPreference)
  return best === undefined ? undefined : join(path, best.name)
}

/** Maximum sets listed in an error; EMNIST has six. */
const MAX_LISTED = 8

function onlyOne(where: string, [first, ...others]: [SetFiles, ...SetFiles[]]): SetFiles {
  if (others.length === 0) return first
  const listed = [first, ...others].slice(0, MAX_LISTED).map(({ images }) => images)
  const sets = listed.map((images) => images.slice(where.length + 1)).join(', ')
  const flags = listed.map((images) => `--data ${quoted(images)}`).join(' / ')
  const more = Math.max(0, others.length + 1 - MAX_LISTED)
  throw problemError('data', 'severalDatasets', { sets, more, flags }, { where })
}

const quoted = (path: string): string => (/[^\w./:\\-]/.test(path) ? `"${path}"` : path)

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
