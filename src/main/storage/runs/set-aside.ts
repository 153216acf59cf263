import fs from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { makeDirectory } from '../../disk/make-directory'
import { checkpointEntries } from '../checkpoints/checkpoint-folders'
import { stepOfEvaluation } from '../evaluations/evaluation-files'
import { neighbourNames, stepOfNeighbours } from '../neighbours/neighbours'
import { removePublished, writeFileAtomic } from '../files/atomic'
import { errnoOf, onDisk } from '../files/disk-errors'
import { listFolder } from '../files/list-folder'
import { rename, syncDirectory, syncTree } from '../files/durable'
import { withTemporary } from '../files/temporaries'
import { bytesOf, openMetrics } from './metrics-reading'
import {
  checkpointsDirectory,
  evaluationsDirectory,
  metricsFile,
  neighboursDirectory,
  samplesDirectory,
  setAsideDirectory,
  stepOfName,
  timeName,
} from './paths'

/*
 * Everything after the step from which a run resumes belongs to an abandoned branch. Repeated steps
 * give the same results, so their samples, evaluations, nearest training images and metrics are
 * simply removed. If the branch contains anything that cannot be reproduced, all of it is moved to
 * `set-aside/<time>` in the run's folder, which is never read or deleted.
 */

interface Cut {
  /** The step from which training resumes. */
  step: number
  /** Sets everything aside, whatever its step. */
  startAgain: boolean
  now?: Date
}

/**
 * Removes or sets aside everything after a step, except for the metrics log, which
 * `MetricsLog.open` truncates. Call it under the run's lock. After a crash in between, nothing is
 * lost and the run can be resumed or started again as before.
 *
 * @returns the folder to which files were moved, relative to the run's; undefined if none were
 * @throws StudioError `storage`
 */
export async function cutBack(runDir: string, cut: Cut): Promise<string | undefined> {
  const { step, startAgain, now = new Date() } = cut
  const beyond = (at: number | undefined): boolean => startAgain || (at !== undefined && at > step)
  const checkpoints = (await checkpointEntries(runDir))
    .filter((entry) => beyond(entry.step))
    .map(({ name }) => name)
  const samples = (await sampleNames(runDir)).filter((name) => beyond(stepOfSample(name)))
  const evaluations = (await evaluationNames(runDir)).filter((name) =>
    beyond(stepOfEvaluation(name)),
  )
  const neighbours = (await neighbourNames(runDir)).filter((name) => beyond(stepOfNeighbours(name)))
  const keep = startAgain
    ? await hasAny(runDir, samples, evaluations, neighbours, checkpoints)
    : checkpoints.length > 0
  if (!keep) {
    for (const name of samples) await removePublished(samplesDirectory(runDir), name)
    for (const name of evaluations) await removePublished(evaluationsDirectory(runDir), name)
    for (const name of neighbours) await removePublished(neighboursDirectory(runDir), name)
    return undefined
  }
  return onDisk('set aside unusable files', setAsideDirectory(runDir), async () => {
    const folder = await newFolder(runDir, now)
    await copyMetrics(runDir, folder)
    // The checkpoints last: until they are moved, the run resumes (or refuses to) as before.
    await move(samplesDirectory(runDir), join(folder, 'samples'), samples)
    await move(evaluationsDirectory(runDir), join(folder, 'evaluations'), evaluations)
    await move(neighboursDirectory(runDir), join(folder, 'neighbours'), neighbours)
    await move(checkpointsDirectory(runDir), join(folder, 'checkpoints'), checkpoints)
    return relative(runDir, folder)
  })
}

/**
 * Copies the metrics log as it is, before damaged lines are removed from it.
 *
 * @returns the folder of the copy, relative to the run's
 * @throws StudioError `storage`
 */
export async function setMetricsAside(runDir: string, now = new Date()): Promise<string> {
  return onDisk('copy the metrics', setAsideDirectory(runDir), async () => {
    const folder = await newFolder(runDir, now)
    await copyMetrics(runDir, folder)
    return relative(runDir, folder)
  })
}

/** Sorted, so descriptions (.json) come first: a sample exists as long as its description does. */
async function sampleNames(runDir: string): Promise<string[]> {
  const entries = await listFolder(samplesDirectory(runDir), 'list the samples')
  const names = entries.map(({ name }) => name)
  return names.filter((name) => stepOfSample(name) !== undefined).sort()
}

async function evaluationNames(runDir: string): Promise<string[]> {
  const entries = await listFolder(evaluationsDirectory(runDir), 'list the evaluations')
  const names = entries.map(({ name }) => name)
  return names.filter((name) => stepOfEvaluation(name) !== undefined).sort()
}

const stepOfSample = (name: string): number | undefined => {
  const stem = /^(\d+)\.(?:json|png)$/.exec(name)?.[1]
  return stem === undefined ? undefined : stepOfName(stem)
}

async function hasAny(runDir: string, ...lists: string[][]): Promise<boolean> {
  if (lists.some(({ length }) => length > 0)) return true
  return fs.promises.stat(metricsFile(runDir)).then(
    ({ size }) => size > 0,
    () => false,
  )
}

/** Creates `<run>/set-aside/<time in UTC>`, numbered if one of that second exists. */
async function newFolder(runDir: string, now: Date): Promise<string> {
  const parent = setAsideDirectory(runDir)
  await makeDirectory(parent)
  const time = timeName(now)
  for (let n = 1; ; n++) {
    const folder = join(parent, n === 1 ? time : `${time}-${n}`)
    try {
      await fs.promises.mkdir(folder)
      await syncDirectory(parent)
      return folder
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error
    }
  }
}

async function copyMetrics(runDir: string, folder: string): Promise<void> {
  const log = await openMetrics(metricsFile(runDir))
  if (log === undefined) return
  try {
    const { size } = await log.stat()
    if (size > 0) await writeFileAtomic(join(folder, 'metrics.jsonl'), bytesOf(log))
  } finally {
    await log.close()
  }
}

async function move(from: string, to: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await fs.promises.mkdir(to)
  for (const name of names) await moveEntry(join(from, name), join(to, name))
  await syncDirectory(to)
  await syncDirectory(from)
}

/** Moves a file, folder or link; a link keeps leading to the same place, even if it is relative. */
async function moveEntry(from: string, to: string): Promise<void> {
  if (!(await fs.promises.lstat(from)).isSymbolicLink()) return moveAcrossDisks(from, to)
  const parent = await fs.promises.realpath(dirname(from))
  await fs.promises.symlink(resolve(parent, await fs.promises.readlink(from)), to)
  await fs.promises.unlink(from)
}

/** Renames, or copies to another disk, where a run's folders may be. */
async function moveAcrossDisks(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (errnoOf(error) !== 'EXDEV') throw error
    await withTemporary(dirname(to), basename(to), async (temporary) => {
      const copy = join(temporary, basename(to))
      await fs.promises.cp(from, copy, { recursive: true })
      await syncTree(temporary)
      await rename(copy, to)
    })
    await removePublished(dirname(from), basename(from))
  }
}
