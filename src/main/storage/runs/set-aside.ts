import fs from 'node:fs'
import { join, relative } from 'node:path'
import { readGuarded } from '../../disk/guarded'
import { MAX_METRICS_BYTES } from '../../disk/limits'
import { makeDirectory } from '../../disk/make-directory'
import { checkpointEntries } from '../checkpoints/checkpoint-folders'
import { removePublished, writeFileAtomic } from '../files/atomic'
import { unlessMissing } from '../../disk/errno'
import { errnoOf, onDisk } from '../files/disk-errors'
import { rename, syncDirectory } from '../files/durable'
import {
  checkpointsDirectory,
  metricsFile,
  samplesDirectory,
  setAsideDirectory,
  stepOfName,
  timeName,
} from './paths'

/*
 * Everything after the step from which a run resumes belongs to an abandoned branch. Repeated steps
 * give the same results, so their samples and metrics are simply removed. If the branch contains
 * anything that cannot be reproduced, all of it is moved to `set-aside/<time>` in the run's folder,
 * which is never read or deleted.
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
  const keep = startAgain ? await hasAny(runDir, samples, checkpoints) : checkpoints.length > 0
  if (!keep) {
    for (const name of samples) await removePublished(samplesDirectory(runDir), name)
    return undefined
  }
  return onDisk('set aside unusable files', setAsideDirectory(runDir), async () => {
    const folder = await newFolder(runDir, now)
    await copyMetrics(runDir, folder)
    // The checkpoints last: until they are moved, the run resumes (or refuses to) as before.
    await move(samplesDirectory(runDir), join(folder, 'samples'), samples)
    await move(checkpointsDirectory(runDir), join(folder, 'checkpoints'), checkpoints)
    return relative(runDir, folder)
  })
}

/** Sorted, so descriptions (.json) come first: a sample exists as long as its description does. */
async function sampleNames(runDir: string): Promise<string[]> {
  const dir = samplesDirectory(runDir)
  return onDisk('list the samples', dir, async () => {
    const names = (await unlessMissing(fs.promises.readdir(dir))) ?? []
    return names.filter((name) => stepOfSample(name) !== undefined).sort()
  })
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
  const guard = { maxBytes: MAX_METRICS_BYTES, code: 'checkpoint' } as const
  const log = await unlessMissing(readGuarded(metricsFile(runDir), guard))
  if (log !== undefined && log.length > 0) await writeFileAtomic(join(folder, 'metrics.jsonl'), log)
}

async function move(from: string, to: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await fs.promises.mkdir(to)
  for (const name of names) await rename(join(from, name), join(to, name))
  await syncDirectory(to)
  await syncDirectory(from)
}
