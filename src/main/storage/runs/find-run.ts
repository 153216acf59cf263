import fs from 'node:fs'
import { resolve } from 'node:path'
import { problemError, StudioError } from '../../../contract/errors'
import { runFile, runsDirectory } from './paths'
import { runDirectories, runIdOf } from './run-directories'
import { listRuns } from './run-list'
import { readRun, type StoredRun } from './runs'

/**
 * Finds a run by its id, the beginning of its id, `latest` (the one trained last), its name if
 * unique, or the path of its folder. Paths may lead anywhere on the disk: for ids from the network use {@link findRunById}.
 *
 * @throws StudioError `usage` listing the existing runs if none or several match, `checkpoint` if
 *   the matching one cannot be read
 */
export async function findRun(root: string, idOrPath: string): Promise<StoredRun> {
  if (/[\\/]/.test(idOrPath) || idOrPath === '.') return readPath(idOrPath)
  const matches = await matchingDirectories(root, idOrPath)
  if (matches.length === 0 && (await isRunDirectory(idOrPath))) return readPath(idOrPath)
  if (idOrPath === 'latest') return latestRun(root)
  if (matches.length !== 1) {
    const named = await runsNamed(root, idOrPath)
    if (named.length > 0) return onlyNamed(root, idOrPath, named)
  }
  return onlyMatch(root, idOrPath, matches)
}

async function runsNamed(root: string, name: string): Promise<StoredRun[]> {
  const { runs } = await listRuns(root)
  return runs.filter(({ run }) => run.name === name)
}

function onlyNamed(root: string, name: string, [run, ...others]: StoredRun[]): StoredRun {
  if (run !== undefined && others.length === 0) return run
  const dirs = [run, ...others].flatMap((one) => (one === undefined ? [] : [one.dir])).sort()
  throw usage(root, `${dirs.length} runs are named "${name}"; give the id of one`, dirs)
}

/**
 * Finds a run in the data folder by its id or the beginning of its id.
 *
 * @throws StudioError as {@link findRun}
 */
export async function findRunById(root: string, id: string): Promise<StoredRun> {
  return onlyMatch(root, id, await matchingDirectories(root, id))
}

async function matchingDirectories(root: string, id: string): Promise<string[]> {
  const dirs = await runDirectories(root)
  const exact = dirs.filter((dir) => runIdOf(dir) === id)
  if (exact.length > 0 || id === '') return exact
  return dirs.filter((dir) => runIdOf(dir).startsWith(id))
}

async function onlyMatch(root: string, id: string, matches: string[]): Promise<StoredRun> {
  const [dir, another] = matches
  if (dir === undefined) {
    throw usage(root, `There is no run "${id}"`, await runDirectories(root))
  }
  if (another !== undefined) {
    throw usage(root, `More than one run id begins with "${id}"`, matches)
  }
  return { dir, run: await readRun(dir) }
}

async function latestRun(root: string): Promise<StoredRun> {
  const { runs, broken } = await listRuns(root)
  if (runs[0] !== undefined) return runs[0]
  throw broken.at(-1)?.error ?? usage(root, 'There are no runs yet', [])
}

async function readPath(path: string): Promise<StoredRun> {
  const dir = resolve(path)
  if (!fs.existsSync(dir)) throw problemError('usage', 'noSuchPath', {}, { where: path })
  return { dir, run: await readRun(dir) }
}

async function isRunDirectory(path: string): Promise<boolean> {
  return fs.promises.access(runFile(path)).then(
    () => true,
    () => false,
  )
}

function usage(root: string, message: string, dirs: string[]): StudioError {
  const newestFirst = dirs.map(runIdOf).reverse()
  const shown = newestFirst.slice(0, 10).join(', ')
  const more = newestFirst.length > 10 ? ` and ${newestFirst.length - 10} more` : ''
  return new StudioError('usage', message, {
    where: runsDirectory(resolve(root)),
    remedy: shown === '' ? 'Start one with "train".' : `Runs: ${shown}${more}.`,
  })
}
