import { createHash, randomBytes } from 'node:crypto'
import {
  copyFileSync,
  createReadStream,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * @param {string} path a file, read in chunks: some are almost a gigabyte
 */
export async function sha256File(path) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** @param {string | Buffer} data */
export function sha256(data) {
  return createHash('sha256').update(data).digest('hex')
}

/**
 * All files below a folder (or the file itself), sorted, with forward slashes on every system.
 * @param {string} root
 * @param {string} path relative to root; gives no files if it does not exist
 * @returns {string[]} paths relative to root
 */
export function listFiles(root, path) {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [path]
  return readdirSync(full)
    .sort()
    .flatMap((name) => listFiles(root, `${path}/${name}`))
}

/**
 * A single hash of the names and contents of files.
 * @param {string} root
 * @param {string[]} paths files or folders, relative to root
 */
export function hashContents(root, paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap((entry) => listFiles(root, entry))) {
    hash.update(`${path}\0${sha256(readFileSync(join(root, path)))}\n`)
  }
  return hash.digest('hex')
}

/**
 * @param {string} path
 * @returns {unknown} undefined if the file is missing or not JSON
 */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} path */
export function temporaryBeside(path) {
  return `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
}

/**
 * Writes atomically: readers see either the old content or the new.
 * @param {string} path
 * @param {unknown} value
 */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = temporaryBeside(path)
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`)
  renameSync(temporary, path)
}

/**
 * Puts a file in place atomically: as a hard link where the file system allows it (libtensorflow is
 * 800 MB), otherwise as a copy.
 * @param {string} from
 * @param {string} to
 */
export function linkOrCopy(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  const temporary = temporaryBeside(to)
  try {
    linkSync(from, temporary)
  } catch {
    copyFileSync(from, temporary)
  }
  replace(temporary, to)
}

/**
 * @param {string} from
 * @param {string} to
 */
export function copyInto(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  const temporary = temporaryBeside(to)
  copyFileSync(from, temporary)
  replace(temporary, to)
}

/**
 * Renames and removes the temporary: rename() leaves it if both names are already the same file.
 * @param {string} temporary
 * @param {string} to
 */
function replace(temporary, to) {
  renameSync(temporary, to)
  rmSync(temporary, { force: true })
}

/**
 * @typedef {{ size: number, mtimeMs: number }} Mark
 * @param {string} path
 * @returns {Mark | undefined} undefined if there is no such file
 */
export function markOf(path) {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() ? { size: stats.size, mtimeMs: stats.mtimeMs } : undefined
}

/**
 * @param {string} dir
 * @param {string[]} paths relative to dir
 */
export function marksOf(dir, paths) {
  /** @type {Record<string, Mark>} */
  const marks = {}
  for (const path of paths) {
    const mark = markOf(join(dir, path))
    if (mark) marks[path] = mark
  }
  return marks
}

/**
 * @param {string} dir
 * @param {Record<string, Mark>} marks
 */
export function marksHold(dir, marks) {
  return Object.entries(marks).every(([path, mark]) => {
    const now = markOf(join(dir, path))
    return now?.size === mark.size && now.mtimeMs === mark.mtimeMs
  })
}
