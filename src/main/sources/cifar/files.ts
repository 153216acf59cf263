import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CIFAR_NAME } from '../../../contract/datasets/file-names'
import { wholeFile, type Extent } from '../arrays/extent'
import { firstBytes } from '../arrays/first-bytes'
import { listTar } from './tar'

/** A file of CIFAR, in a folder or in an archive. */
export interface CifarFile {
  /** Its name without folders, in lower case. */
  name: string
  /** The file, or the archive. */
  container: Extent
  /** Its position in the unpacked container. */
  start: number
  bytes: number
}

/** The published names of the unpacked folders. */
const FOLDERS = /^cifar-100?-(batches-bin|binary|batches-py|python)$/i
const ARCHIVE = /\.(tar|tar\.gz|tgz)$/i

/**
 * Lists the files that CIFAR consists of: in a folder, in a folder of a published name in it, or in
 * a published archive. Only the first files of other archives are read.
 */
export async function listCifar(path: string, signal: AbortSignal): Promise<CifarFile[]> {
  if (!(await stat(path)).isDirectory()) return ARCHIVE.test(path) ? inArchive(path, signal) : []
  const names = await readdir(path).catch(() => [])
  const inner = names.find((name) => FOLDERS.test(name))
  const here = await inFolder(path, names)
  if (here.length > 0 || inner === undefined) return here
  const below = join(path, inner)
  return inFolder(below, await readdir(below).catch(() => []))
}

async function inFolder(folder: string, names: readonly string[]): Promise<CifarFile[]> {
  const files: CifarFile[] = []
  for (const name of names.filter((one) => CIFAR_NAME.test(one.toLowerCase())).sort()) {
    const path = join(folder, name)
    if ((await stat(path).catch(() => undefined))?.isFile() !== true) continue
    const container: Extent = { ...(await wholeFile(path)), packed: 'no' }
    files.push({ name: name.toLowerCase(), container, start: 0, bytes: container.length })
  }
  return files
}

async function inArchive(path: string, signal: AbortSignal): Promise<CifarFile[]> {
  const container = await wholeFile(path)
  const files = await listTar(container, signal)
  return files.flatMap(({ name, start, bytes }) => {
    const base = (name.split('/').at(-1) ?? '').toLowerCase()
    return CIFAR_NAME.test(base) ? [{ name: base, container, start, bytes }] : []
  })
}

/** Files that only Python's pickle reads. */
export const isPythonVersion = (files: readonly CifarFile[]): boolean =>
  !files.some(({ name }) => name.endsWith('.bin')) &&
  files.some(({ name }) => !name.endsWith('.txt'))

/** Recognises a set by the names of its files; an archive by its own name. */
export async function looksLikeCifar(path: string): Promise<boolean> {
  if (!(await stat(path)).isDirectory()) {
    return /cifar-?100?[^/\\]*\.(tar|tar\.gz|tgz)$/i.test(path)
  }
  const files = await listCifar(path, new AbortController().signal)
  const names = new Set(files.map(({ name }) => name))
  if (names.has('data_batch_1.bin') || names.has('test_batch.bin')) return true
  if (names.has('train.bin')) {
    return names.has('fine_label_names.txt') || names.has('coarse_label_names.txt')
  }
  return isPickled(files)
}

/** A folder may have files named `train` and `test` for other reasons. */
async function isPickled(files: readonly CifarFile[]): Promise<boolean> {
  const batch = files.find(({ name }) => name === 'data_batch_1' || name === 'train')
  if (batch === undefined || !files.some(({ name }) => /meta$/.test(name))) return false
  return (await firstBytes(batch.container.path, 1))[0] === 0x80
}
